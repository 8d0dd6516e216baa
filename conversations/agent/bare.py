"""A turn without our part of it: the graph and the model's client alone, to measure what they cost by themselves."""

from collections.abc import Callable
from typing import Any

from conversations.agent import graph, nodes
from conversations.agent.nodes import Deps, Work
from conversations.agent.tools import ToolContext, registry
from conversations.agent.turn import TurnInput
from conversations.dialogue import understanding


def bare(turn: TurnInput, deps: Deps) -> Callable[[], Any]:
    """Return what answers the turn by the same graph and calls; all that is ours is done ahead."""
    said = understanding.understand(turn.text, state=turn.state, vocabulary=deps.vocabulary)
    found: list[Any] = []

    def act(work: Work) -> dict[str, Any]:
        if not found:
            found.extend(registry.run(call, ToolContext(now=deps.now())) for call in work["calls"])
        return {"facts": found, "calls": ()}

    done: dict[str, Any] = {
        "understand": lambda _: {"said": said, "state": turn.state},
        "receive": lambda _: {},
        "act": act,
        "render": lambda _: {"text": "."},
        "guard": lambda _: {"problems": ()},
    }
    compiled = graph.build({**graph.NODES, **done})
    return lambda: compiled.invoke(nodes.begin(turn, deps), context=deps)
