"""Pages alone: answers above, between and below quotes, and what only looks like a quote: (page, shown, hidden)."""

import pytest

from mail.reading.markup.html_text import html_to_text
from tests.mail.correspondence.test_replies import missing, read

PAGES = {
    "tb bottom html": ('<div class="moz-cite-prefix">On 3/3/26 09:58, Aurora wrote:<br></div><blockquote type="cite" cite="mid:x"><p>History</p></blockquote><p>Own words here.</p><p>Second one.</p>',["Own words here.","Second one."],["History"]),
    "tb inline html": ('<div class="moz-cite-prefix">On 3/3/26 09:58, Aurora wrote:<br></div><blockquote type="cite"><p>Which room?</p></blockquote><p>Room 12.</p><blockquote type="cite"><p>When?</p></blockquote><p>At ten.</p>',["Room 12.","At ten.","Which room?","When?"],[]),
    "law": ("<p>The law says:</p><blockquote>No guest shall be turned away</blockquote><p>So keep it.</p>",["No guest shall be turned away","So keep it."],[]),
    "law at end": ("<p>Please look at what the law says:</p><blockquote>No guest shall be turned away</blockquote>",["No guest shall be turned away"],[]),
    "gmail below": ('<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 3, 2026 at 9:58 AM A &lt;a@b.example&gt; wrote:<br></div><blockquote class="gmail_quote"><div>History</div></blockquote></div><div>Own words here.</div></div>',["Own words here."],["History"]),
    "gmail inline": ('<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 3, 2026 at 9:58 AM A &lt;a@b.example&gt; wrote:<br></div><blockquote class="gmail_quote"><div>Which room?</div></blockquote><div>Room 12.</div><blockquote class="gmail_quote"><div>When?</div></blockquote><div>At ten.</div></div></div>',["Room 12.","At ten."],[]),
    "yahoo below": ('<div><div class="yahoo_quoted"><div>On Tuesday, March 3, 2026 at 09:58:12 AM GMT+1, A &lt;a@b.example&gt; wrote:</div><div>History</div></div><div>Own words here.</div></div>',["Own words here."],[]),
    "outlook colored inside": ('<div>Hello, see my comments below in red.</div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> A &lt;a@b.example&gt;<br><b>Sent:</b> x<br><b>To:</b> y<br><b>Subject:</b> z</p></div><p>Which room?</p><p style="color:red">ROOM TWELVE</p>',["ROOM TWELVE","see my comments"],[]),
    "hr divider own": ("<p>First question</p><hr><p>Second question</p>",["First question","Second question"],[]),
    "table order": ("<table><tr><td>From</td><td>Hamburg</td></tr><tr><td>To</td><td>Lisbon</td></tr><tr><td>Date</td><td>3 March</td></tr></table><p>Please confirm</p>",["Hamburg","Lisbon","3 March","Please confirm"],[]),
    "table colon": ("<p>Hi</p><table><tr><td>From:</td><td>Hamburg</td></tr><tr><td>To:</td><td>Lisbon</td></tr><tr><td>Date:</td><td>3 March</td></tr></table><p>Please confirm</p>",["Hamburg","Lisbon","3 March","Please confirm"],[]),
    "border top own": ('<p>Hi</p><div style="border-top:solid #E1E1E1 1.0pt"><p>Price list that I made</p></div><p>Agreed?</p>',["Price list that I made","Agreed?"],[]),
    "apple sig": ('<div>Own words here.</div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div>',["Own words here."],["Sent from my iPhone"]),
    "only quote html": ('<div class="gmail_quote"><blockquote class="gmail_quote">History only</blockquote></div>',["History only"],[]),
    "empty own + quote": ('<div><br></div><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 3, 2026 at 9:58 AM A &lt;a@b.example&gt; wrote:</div><blockquote class="gmail_quote">History only</blockquote></div>',["History only"],[]),
    "gmail sig html": ('<div dir="ltr">Own words here.<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature">Helena<br>Tel 5550</div></div>',["Own words here."],["5550"]),
    "owa sig+quote": ('<div>Own words here.</div><div id="Signature"><p>Helena</p></div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> A<br><b>Sent:</b> x</div><div>History</div>',["Own words here."],["History"]),
    "mailto own": ('<p>On 3.3.2026 at 10:30 I wrote to <a href="mailto:desk@aurora.example">desk@aurora.example</a>:</p><p>please send the invoice</p><p>Nothing came.</p>',["please send the invoice","Nothing came."],[]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_own_words_of_a_page_are_shown_in_text_and_page(name):
    page, shown, hidden = PAGES[name]

    letter = read("", page)

    assert missing(letter, *shown) == []
    assert [words for words in hidden if words in letter.text] == []
    seen = "".join(html_to_text(letter.html_own or letter.html).split())
    assert [words for words in shown if "".join(words.split()) not in seen] == []
