"""What the chats came to over some days, in figures: each function asks PostgreSQL once or twice, whatever there is.

What is tried out in a terminal or a simulator counts nowhere but in what models cost.
"""

from conversations.reporting.chats import Handovers, Speed, Talk, TalkOfDay, handed_over, handovers, speed_of_bot, talk
from conversations.reporting.costs import Cost, CostOfDay, cost
from conversations.reporting.demand import Demand, Unmet, Wanted, demand
from conversations.reporting.failures import Failure, Question, failures, questions
from conversations.reporting.period import Period
from conversations.reporting.sales import LeadCount, leads, quotes, test_drives

__all__ = [
    "Cost",
    "CostOfDay",
    "Demand",
    "Failure",
    "Handovers",
    "LeadCount",
    "Period",
    "Question",
    "Speed",
    "Talk",
    "TalkOfDay",
    "Unmet",
    "Wanted",
    "cost",
    "demand",
    "failures",
    "handed_over",
    "handovers",
    "leads",
    "questions",
    "quotes",
    "speed_of_bot",
    "talk",
    "test_drives",
]
