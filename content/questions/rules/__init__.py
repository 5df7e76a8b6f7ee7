"""The ways of writing the parts of a question, one to a file; none knows of another question.

checkboxes          ``- [x] option``
marks               signs and words that say of an option that it is right or wrong
letters             the letters that name options, in all scripts
lines               options that are lines of a paragraph, or stand beside each other on one
lists               options that are items of a list, and the items behind them that are none
question_headers    what begins a question: ``**Question 1:**``, ``#### Q12.``, ``### 3. Stem``
answer_statements   ``Answer: B``
explanations        ``Explanation: …``
key_rows            the rows of an answer key: list, table, headings, ``1-B, 2-C``
repeats             an answer in the words of an option
"""
