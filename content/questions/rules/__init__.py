"""The ways of writing the parts of a question; none knows of another question.

marks               ``- [x] option``, and signs and words that say that an option is right or wrong
letters             the letters that name options, in all scripts
options             options that are lines of a paragraph, parts of a line or items of a list
question_headers    what begins a question: ``**Question 1:**``, ``#### Q12.``, ``### 3. Stem``
answer_statements   ``Answer: B`` and ``Explanation: …``
key_rows            the rows of an answer key: list, table, headings, ``1-B, 2-C``
repeats             an answer in the words of an option
"""
