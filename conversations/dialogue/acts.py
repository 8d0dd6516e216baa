"""What a customer can be doing with a message."""

from enum import StrEnum


class Act(StrEnum):
    """One thing a message does; a message may do several."""

    GREET = "greet"
    THANK = "thank"
    LAUGH = "laugh"
    SEARCH = "search"
    MORE = "more"
    INSTEAD = "instead"
    COUNT = "count"
    SELECT = "select"
    DETAILS = "details"
    PHOTOS = "photos"
    UNRECORDED = "unrecorded"  # asks for what no row of the catalogue says: a colour, the consumption
    FINANCE = "finance"
    FINANCING_TERMS = "financing_terms"
    FIND_DOWN_PAYMENT = "find_down_payment"
    FIND_TERM = "find_term"
    QUOTE_DOCUMENT = "quote_document"
    TOTAL = "total"
    LEAST_DOWN_PAYMENT = "least_down_payment"
    HAGGLE = "haggle"  # wants another price or rate than ours
    COMPARE = "compare"
    TEST_DRIVE = "test_drive"
    MOVE_VISIT = "move_visit"
    CANCEL_VISIT = "cancel_visit"
    TRADE_IN = "trade_in"
    COMPLAINT = "complaint"
    TROUBLED = "troubled"  # may complain: too little to give the chat away, too much to pass over
    KNOWLEDGE = "knowledge"
    PERSON = "person"
    RESET = "reset"
    YES = "yes"
    NO = "no"
