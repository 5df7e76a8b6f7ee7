"""The words for questions, answers and output in the languages that lessons come in.

Each is a part of a regular expression that ignores case.
"""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

QUESTION = (
    r"question|pregunta|pergunta|domanda|frage|vraag|fråga|spørgsmål|pytanie|otázka|întrebarea?"
    r"|вопрос|питання|въпрос|پرسش|سوال|soru|câu(?: hỏi)?|pertanyaan|soal|प्रश्न|سؤال|السؤال"
    r"|問題|问题|題目|题目|問|질문|문제|ερώτηση|שאלה|คำถาม"
)
"""One question, as in ``Question 1``."""
QUESTIONS = (
    r"questions?|preguntas|perguntas|domande|fragen|vragen|pytania|вопросы|питання|sorular"
    r"|pertanyaan|問題|问题|練習題|练习题|문제"
)
"""A heading that announces questions."""
RIGHT = (
    r"correct|right|best|correctas?|corret[ao]s?|certas?|corrett[ae]|esatt[ae]|correctes?|bonnes?"
    r"|richtigen?|korrekten?|juiste|prawidłowa|poprawna|правильны[йе]|верны[йе]|правильн[аі]"
    r"|правил(?:ен|ният|ни)|вер(?:ен|ният|ни)|вірн[аі]|doğru|đúng|yang benar|σωστ(?:ή|ές)|ορθή"
    r"|ה?נכונ(?:ה|ות)|正确|正確"
    r"|सही|الصحيحة?|صحيحة?|صحیح|ที่ถูก(?:ต้อง)?|esatt[ae]|giust[ae]|rätt|korrekt"
)
"""What an answer is called that is right."""
RIGHT_MARK = (
    r"correct(?:[aoe]s?)?|corret[ao]s?|corrett[aoie]|richtige?|korrekte?|juste|exacte?|vraie?|verdader[ao]|cert[ao]s?"
    r"|esatt[ao]|giust[ao]|juist|goed|rätt|rigtigt?|riktig|poprawn[aye]|prawidłow[aye]|dobrze|správn[áěý]"
    r"|corectă?|верн(?:о|ый|ая|ое)|правильн(?:о|ый|ая|ое|а|ий)|вірн(?:о|ий|а)|doğru|đúng|benar|betul"
    r"|σωστ[όήάέ]ς?|ορθ[όή]|נכון|נכונה|正确|正確|对|對|正しい|正解|정답|맞음|맞다|옳음|सही|صحيحة?|صح|ถูก(?:ต้อง)?"
)
"""What marks an option as right, in brackets or behind an arrow."""
WRONG_MARK = (
    r"incorrect(?:[aoe]s?)?|incorret[ao]s?|not correct|wrong|falsche?|inkorrekte?"
    r"|nicht richtig|faux|fausse|inexacte?|mauvaise|erron[éeoa]+|fals[ao]|errad[ao]s?|errat[ao]"
    r"|sbagliat[ao]|scorrett[ao]|onjuist|fout|fel|feil|forkert|błędn[aye]|niepoprawn[aye]|nieprawidłow[aye]|źle"
    r"|špatn[áěý]|nesprávn[áěý]|greșită?|gresit|не\s?верн(?:о|ый|ая|ое)|неправильн(?:о|ый|ая|ое|а|ий)"
    r"|невірн(?:о|ий|а)|ошибк?а|yanlış|sai|salah|λάθος|λανθασμέν[ηο]|εσφαλμέν[ηο]|לא נכון|לא נכונה"
    r"|שגויה?|错误?|錯誤?|不正确|不正確|不对|不正解|誤り|間違い|まちがい|오답|틀림|틀린|गलत"
    r"|خطأ|خاطئة?|ผิด|ไม่ถูก(?:ต้อง)?"
)
"""What marks an option as wrong."""
ANSWER = (
    r"answers?|ans|solutions?|respuestas?|solución|soluciones|respostas?|respostes|gabarito"
    r"|rispost[ae]|soluzion[ei]|r[ée]ponses?|antwort(?:en)?|lösung(?:en)?|antwoord(?:en)?"
    r"|odpowied(?:ź|zi)|ответы?|відповід[ьі]|отговори?|cevap(?:lar)?|yanıt(?:lar)?|đáp án|trả lời"
    r"|jawaban|svar|răspuns|پاسخ|جواب"
    r"|απάντηση|απαντήσεις|ה?תשובה|תשובות|คำตอบ|เฉลย|ตอบ|参考答案|參考答案|答案|故选|故選|答え|答|正解|正答|解答|정답|답|उत्तर|الإجاب(?:ة|ات)|الجواب"
)
"""The answer, as in ``Answer: B``."""
IS = (
    r"ist|is|are|est(?: la)?|es(?: la)?|è(?: la)?|é a|är|jest|là|adalah|είναι|это|है|هي|هو|היא|הוא"
    r"|คือ|(?<=[^\x00-\u02ff])(?:是|为|為|选|選|は|은|는)"
)
"""What stands between the answer and its letter, as in ``the answer is B``."""
EXPLANATION = (
    r"explanations?|rationale|reason(?:ing)?|why|explained|explicaci[óo]n?|explicação"
    r"|spiegazione|explication|erklärung|begründung|uitleg|wyjaśnienie|объяснение|пояснени[ея]"
    r"|пояснення|açıklama|giải thích|penjelasan|解析|解释|解釋|解説|해설|설명|व्याख्या|الشرح"
)
"""What explains it, as in ``Explanation: …``."""
KEY = (
    r"schlüssel|clave(?: de respuestas)?|corrig[ée]s?|soluciones|solucions|lösungen|antworten"
    r"|soluzioni|gabarito|klucz|ключ(?: ответов)?|kunci jawaban|参考答案|參考答案"
)
"""A heading of answers to many questions that has no word for an answer."""
OUTPUT = (
    r"(?:erwartete |die )?ausgabe|ergebnis|(?:la )?salida(?: esperada)?|(?:la )?sortie"
    r"(?: attendue)?|(?:a )?saída(?: esperada)?|resultado(?: esperado)?|résultat(?: attendu)?"
    r"|risultato|uitvoer|resultaat|wynik|вывод|результат|çıktı|kết quả|keluaran|hasil"
    r"|输出|輸出|结果|結果|出力|출력|결과"
)
"""What a command prints, as in ``Output:``."""
SHOW = (
    r"click|tap|expand|show|see|view|reveal|toggle|open|ver|mostrar|mostra|vedi|voir|afficher"
    r"|check(?=\s(?:your\s|the\s|my\s)?(?:answer|solution))|anzeigen|zeigen|toon|pokaż|показать|lihat|查看|点击|點擊|显示|顯示|보기|확인"
)
"""What a reader does to see an answer."""
LESSON = (
    r"lesson|module|chapter|unit|week|lecture|lektion|kapitel|modul|einheit|woche|lecci[óo]n|m[óo]dulo"
    r"|cap[íi]tulo|unidad|semana|le[çc]on|chapitre|unit[ée]|semaine|li[çc][ãa]o|aula|lezione|capitolo"
    r"|hoofdstuk|урок|глава|модуль|лекция|раздел|lekcja|rozdział|ders|bölüm|bài|chương|κεφάλαιο"
)
"""What a lesson is called before its number, as in ``Lesson 4: Title``."""
PART_OF_COURSE = r"part|day|session|class|topic|teil|tag|partie|parte|jour|día|dia|часть|день"
"""The same where a sign has to follow the number: ``Class 4 Lasers`` is a title."""
ASKS = ("?", "\uff1f", "\u061f", ":", "\uff1a", "_", "\u2026", "...", "\u037e")
"""What a text that asks may end with."""
LABEL = (
    # An ampersand is no word.
    r"(?!(?:[\W_]|amp\b|and\b)*$)"
    rf"[\W_]*(?:(?:{SHOW}|for|to|here|the|la|el|your|my|and|&|amp|with|\ba\b|hidden|spoiler|details"
    rf"|options|choices|{RIGHT}|{ANSWER}|{EXPLANATION})[\W_]*)+"
)
"""A heading or summary that only announces the answer, as ``Show the answer`` does."""
