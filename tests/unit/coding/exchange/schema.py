"""The structure that REFI-QDA 1.0 asks of a code frame and of a project of texts, written down here by us as RELAX NG.

Only the parts that we write are here: an element that the standard does not know, or one in the wrong place, fails.
"""

from lxml import etree

_GUID = (
    '<data type="token"><param name="pattern">[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}'
    "-[0-9a-fA-F]{12}</param></data>"
)


def _attribute(name, kind="string", *, must=True):
    inner = _GUID if kind == "guid" else f'<data type="{kind}"/>'
    made = f'<attribute name="{name}">{inner}</attribute>'
    return made if must else f"<optional>{made}</optional>"


def _reference(name, attribute="targetGUID"):
    return f'<element name="{name}">{_attribute(attribute, "guid")}</element>'


_CODE = f"""
<define name="codes"><element name="Codes"><oneOrMore><ref name="code"/></oneOrMore></element></define>
<define name="code"><element name="Code">
  {_attribute("guid", "guid")}{_attribute("name")}{_attribute("isCodable", "boolean")}
  <optional><element name="Description"><data type="string"/></element></optional>
  <zeroOrMore><ref name="code"/></zeroOrMore>
</element></define>"""

_CODEBOOK = f"""
<start><element name="CodeBook">{_attribute("origin", must=False)}<ref name="codes"/></element></start>{_CODE}"""

_PROJECT = f"""
<start><element name="Project">
  {_attribute("name")}{_attribute("origin", must=False)}{_attribute("creationDateTime", "dateTime", must=False)}
  <optional><element name="Users"><oneOrMore>
    <element name="User">{_attribute("guid", "guid")}{_attribute("name", must=False)}</element>
  </oneOrMore></element></optional>
  <optional><element name="CodeBook"><ref name="codes"/></element></optional>
  <optional><element name="Variables"><oneOrMore><element name="Variable">
    {_attribute("guid", "guid")}{_attribute("name")}
    <attribute name="typeOfVariable"><value>Text</value></attribute>
  </element></oneOrMore></element></optional>
  <optional><element name="Sources"><oneOrMore><ref name="source"/></oneOrMore></element></optional>
</element></start>
<define name="source"><element name="TextSource">
  {_attribute("guid", "guid")}{_attribute("name", must=False)}{_attribute("plainTextPath")}
  {_attribute("creationDateTime", "dateTime", must=False)}
  <zeroOrMore><element name="PlainTextSelection">
    {_attribute("guid", "guid")}{_attribute("startPosition", "integer")}{_attribute("endPosition", "integer")}
    {_attribute("creatingUser", "guid", must=False)}{_attribute("creationDateTime", "dateTime", must=False)}
    <zeroOrMore><element name="Coding">
      {_attribute("guid", "guid")}{_attribute("creatingUser", "guid", must=False)}
      {_attribute("creationDateTime", "dateTime", must=False)}
      {_reference("CodeRef")}
    </element></zeroOrMore>
  </element></zeroOrMore>
  <zeroOrMore><element name="VariableValue">
    {_reference("VariableRef")}<element name="TextValue"><data type="string"/></element>
  </element></zeroOrMore>
</element></define>{_CODE}"""


def _grammar(body, namespace):
    head = '<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
    return etree.RelaxNG(etree.fromstring(f'{head} ns="{namespace}">{body}</grammar>'))


CODEBOOK = _grammar(_CODEBOOK, "urn:QDA-XML:codebook:1.0")
PROJECT = _grammar(_PROJECT, "urn:QDA-XML:project:1.0")


def check(grammar, content):
    """Return the parsed document; AssertionError with the first problem if it is not as the standard asks."""
    document = etree.fromstring(content)
    assert grammar.validate(document), grammar.error_log.last_error
    guids = document.xpath("//@guid")
    assert len(guids) == len(set(guids)), "each guid is used once"
    assert set(document.xpath("//@targetGUID | //@creatingUser")) <= set(guids), "every reference leads somewhere"
    return document
