"""The agent's graph: think and act until there is a plan, render it, guard it; blocked twice, the safe plan answers."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from conversations.agent import nodes
from conversations.agent.nodes import Deps, Work
from conversations.agent.turn import Outcome, TurnInput

# Any: langgraph's types want a parameter called `state`; ours is the `work`, which has a dialogue state in it.
NODES: Mapping[str, Any] = {
    "understand": nodes.understand,
    "receive": nodes.receive,
    "think": nodes.think,
    "act": nodes.act,
    "render": nodes.render,
    "guard": nodes.guard,
    "fall_back": nodes.fall_back,
    "in_spanish": nodes.in_spanish,
    "safe": nodes.safe,
}


def build(work: Mapping[str, Any]) -> CompiledStateGraph[Work, Deps, Work, Work]:
    """Build the graph of what its nodes do, by their names.

    START -> understand -> receive -> think <-> act
                           receive -> render (what needs no brain)
                           think -> render -> guard -> END
                           guard -> think (a model may mend its text once, with the reason)
                           guard -> fall_back -> think (then the offline brain answers)
                           guard -> in_spanish -> render (what is not traced in English)
                           guard -> safe -> END (then fixed words)
    """
    graph = StateGraph(Work, context_schema=Deps)
    for name, node in work.items():
        graph.add_node(name, node)
    graph.add_edge(START, "understand")
    graph.add_edge("understand", "receive")
    graph.add_conditional_edges("receive", nodes.after_receiving, ["think", "render"])
    graph.add_conditional_edges("think", nodes.after_thinking, ["think", "act", "render"])
    graph.add_edge("act", "think")
    graph.add_edge("render", "guard")
    verdicts: dict[Hashable, str] = {name: name for name in ("think", "fall_back", "in_spanish", "safe")}
    graph.add_conditional_edges("guard", nodes.after_guarding, verdicts | {"done": END})
    graph.add_edge("in_spanish", "render")
    graph.add_edge("fall_back", "think")
    graph.add_edge("safe", END)
    return graph.compile()


@cache
def _graph() -> CompiledStateGraph[Work, Deps, Work, Work]:
    """Build it once per process."""
    return build(NODES)


def respond(turn: TurnInput, deps: Deps) -> Outcome:
    """Answer a turn; never raises for anything a model, a tool's input or a customer does."""
    work: Any = _graph().invoke(nodes.begin(turn, deps), context=deps, config={"recursion_limit": 60})
    return nodes.outcome(work, deps)
