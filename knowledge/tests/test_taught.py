"""The questions that were written to learn from, kept apart from those that measure."""

from knowledge.evaluation import dataset


def test_each_lesson_is_a_section_with_its_questions_or_a_question_in_vain():
    assert [lesson for lesson in dataset.lessons() if bool(lesson.text) != (len(lesson.questions) > 1)] == []


def test_nothing_that_measures_was_taught():
    paths = (dataset.DEFAULT_DATASET, dataset.MANY_PAGES, dataset.HARD, dataset.DESK)
    measuring = {_plain(question.text) for path in paths for question in dataset.load(path).questions}
    taught = [_plain(question) for lesson in dataset.lessons() for question in lesson.questions]
    assert len(taught) > 5000
    assert measuring.intersection(taught) == set()


def _plain(question):
    return " ".join(question.lower().strip("¿?¡!. ").split())
