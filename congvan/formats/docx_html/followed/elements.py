"""The elements of WordprocessingML that decide how a page looks, and what the pages make of each.

The lists are those of ECMA-376 part 1 (17.3 text and paragraphs, 17.4 tables, 17.6 sections, 17.9 lists, 17.15
settings), by the element in which they are. What is there and has no verdict is reported as unknown, so that nothing
passes in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from congvan.formats.docx_html.followed import conditions as on
from congvan.formats.docx_html.followed import drawing_conditions as drawn
from congvan.formats.docx_html.followed.conditions import always, attribute_above, is_given, switched_on, unless
from congvan.formats.docx_html.markup import MC, WP, WPS, A, W

NAMESPACES: Mapping[str, str] = {
    "w": W[1:-1],
    "a": A[1:-1],
    "wp": WP[1:-1],
    "wps": WPS[1:-1],
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": MC[1:-1],
    "sl": "http://schemas.openxmlformats.org/schemaLibrary/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
"""The prefixes of names in the lists; a name without one is of WordprocessingML itself."""


class Verdict(Enum):
    """What becomes of an element that is not reported for what it says itself."""

    FOLLOWED = "followed"
    HARMLESS = "harmless"  # it changes nothing that is seen on paper
    IN_CONTEXT = "in context"  # what is elsewhere decides: `element_judge` and `not_followed` look there


Condition = Callable[[Any], str]
"""Returns the code of what an element asks for and does not get; "" where it gets it."""
Verdicts = Mapping[str, Verdict | Condition]


def _of(followed: str = "", harmless: str = "", **told: Condition | Verdict) -> Verdicts:
    """Return the verdicts of one list. A name of another namespace is as `w14__glow`."""
    return {
        **dict.fromkeys(followed.split(), Verdict.FOLLOWED),
        **dict.fromkeys(harmless.split(), Verdict.HARMLESS),
        **{name.replace("__", ":"): condition for name, condition in told.items()},
    }


_EFFECT = "text-effect"
_RUN = _of(
    "rStyle rFonts b i caps smallCaps strike color spacing kern position sz highlight vanish",
    # those of other scripts; `effect` moves on screens alone; `webHidden` hides in browsers
    "bCs iCs szCs noProof snapToGrid webHidden lang effect oMath specVanish rPrChange w14:cntxtAlts",
    u=on.underline,
    dstrike=switched_on("underline"),
    vertAlign=unless("text-height", "baseline", "superscript", "subscript"),
    shd=on.shading,
    w=unless("scaled-text", "100", "100%"),
    fitText=always("scaled-text"),
    bdr=unless("text-border", "none", "nil"),
    rtl=switched_on("right-to-left"),
    cs=switched_on("complex-script"),
    eastAsianLayout=always("turned-text"),
    em=unless(_EFFECT, "none"),
    **{name: switched_on(_EFFECT) for name in ("outline", "shadow", "emboss", "imprint")},
    **{f"w14__{name}": always(_EFFECT) for name in ("glow", "shadow", "reflection")},
    w14__textOutline=on.letter_outline,
    w14__textFill=on.letter_fill,
    **{f"w14__{name}": always(_EFFECT) for name in ("scene3d", "props3d", "stylisticSets")},
    **{f"w14__{name}": unless(_EFFECT, "none", "default") for name in ("ligatures", "numForm", "numSpacing")},
)
_MARK = dict.fromkeys([*_RUN, "ins", "del", "moveFrom", "moveTo"], Verdict.HARMLESS) | {"vanish": on.hidden_mark}
_PARAGRAPH = _of(
    "pStyle keepNext keepLines pageBreakBefore widowControl contextualSpacing outlineLvl rPr sectPr spacing ind "
    "pBdr tabs",
    "suppressLineNumbers suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
    "adjustRightInd snapToGrid suppressOverlap textboxTightWrap divId cnfStyle pPrChange",
    framePr=on.frame,
    numPr=Verdict.IN_CONTEXT,
    shd=on.shading,
    bidi=switched_on("right-to-left"),
    mirrorIndents=switched_on("mirror-margins"),
    jc=unless("alignment", "left", "start", "center", "right", "end", "both"),
    textDirection=unless("text-direction", "lrTb", "tb"),
    textAlignment=unless("text-height", "auto", "baseline"),
)
_TABS = _of(tab=on.tab_stop)
_BORDER_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "between")
_BORDERS = _of(
    "",
    "",
    **dict.fromkeys(_BORDER_SIDES, on.border),
    bar=unless("side-bar", "none", "nil"),
    **dict.fromkeys(("tl2br", "tr2bl"), unless("diagonal-border", "none", "nil")),
)
_CELL = _of(
    "gridSpan vMerge tcMar tcBorders",
    "cnfStyle tcW noWrap headers tcPrChange",
    hMerge=always("merged-cells"),
    shd=on.shading,
    textDirection=unless("text-direction", "lrTb", "tb"),
    tcFitText=switched_on("scaled-text"),
    vAlign=unless("alignment", "top", "center", "bottom"),
    hideMark=on.hidden_end_mark,
    **dict.fromkeys(("cellIns", "cellDel", "cellMerge"), always("tracked-cells")),
)
_ROW = _of(
    "gridBefore gridAfter cantSplit trHeight tblHeader",
    "cnfStyle divId wBefore wAfter ins del trPrChange",
    tblCellSpacing=on.cell_spacing,
    jc=on.row_alignment,
    hidden=switched_on("hidden-row"),
)
_TABLE = _of(
    "tblW jc tblInd tblBorders tblCellMar tblCaption tblDescription",
    "tblOverlap tblStyleRowBandSize tblStyleColBandSize tblLayout tblLook tblPrChange",
    tblStyle=Verdict.IN_CONTEXT,
    tblpPr=always("floating-table"),
    bidiVisual=switched_on("right-to-left"),
    tblCellSpacing=on.cell_spacing,
    shd=on.table_shading,
)
_ROW_EXCEPTIONS = _of(
    "",
    "tblW tblInd tblLayout tblLook jc tblPrExChange",
    tblCellSpacing=on.cell_spacing,
    tblBorders=on.row_borders,
    tblCellMar=on.row_margins,
    shd=on.table_shading,
)
_TABLE_STYLE = _of(
    "tblInd tblBorders tblCellMar",
    "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW tblLayout tblLook tblOverlap tblCaption tblDescription",
    **dict.fromkeys(("jc", "bidiVisual", "tblpPr"), always("table-style")),
    tblCellSpacing=on.cell_spacing,
    shd=on.table_shading,
)
_SECTION = _of(
    "headerReference footerReference footnotePr pgSz pgMar titlePg",
    "paperSrc formProt noEndnote endnotePr bidi printerSettings sectPrChange w15:footnoteColumns",
    type=unless("odd-page", "nextPage", "continuous", "nextColumn"),
    pgBorders=on.page_borders,
    lnNumType=always("line-numbers"),
    pgNumType=on.page_numbers,
    cols=attribute_above("columns", "num", 1),
    vAlign=unless("page-alignment", "top"),
    textDirection=unless("text-direction", "lrTb", "tb"),
    rtlGutter=switched_on("right-to-left"),
    docGrid=on.document_grid,
)
_NOTES = _of(
    "",
    "numRestart footnote endnote",
    pos=unless("note-format", "pageBottom"),
    numFmt=unless("note-format", "decimal"),
    numStart=unless("note-format", "1"),
)
_SETTINGS = _of(
    "defaultTabStop compat footnotePr",
    # how Word shows, saves, proofs, protects and prints; East Asian lines; numbers of mail merge and of forms
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
    "saveSubsetFonts saveFormsData alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter "
    "hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles "
    "stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions doNotTrackMoves "
    "doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet consecutiveHyphenLimit "
    "hyphenationZone doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle "
    "bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing "
    "displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin "
    "drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning "
    "characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore "
    "savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText "
    "doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags "
    "alwaysMergeEmptyNamespace updateFields hdrShapeDefaults endnotePr docVars rsids m:mathPr attachedSchema "
    "themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions "
    "readModeInkLockDown smartTagType sl:schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator "
    "w14:docId w14:conflictMode w14:discardImageEditingData w14:defaultImageDpi w15:docId w15:chartTrackingRefBased",
    autoHyphenation=Verdict.IN_CONTEXT,
    evenAndOddHeaders=switched_on("even-pages"),
    mirrorMargins=switched_on("mirror-margins"),
    gutterAtTop=switched_on("gutter-at-top"),
    displayBackgroundShape=Verdict.IN_CONTEXT,
    **dict.fromkeys(("bookFoldPrinting", "bookFoldRevPrinting"), switched_on("book-fold")),
)
_OLD_LINES = (
    "noLeading noTabHangInd noExtraLineSpacing spacingInWholePoints suppressBottomSpacing suppressTopSpacing "
    "suppressSpacingAtTopOfPage suppressTopSpacingWP suppressSpBfAfterPgBrk truncateFontHeightsLikeWP6 wpJustification "
    "wpSpaceWidth lineWrapLikeWord6 wrapTrailSpaces noSpaceRaiseLower subFontBySize mwSmallCaps "
    "printBodyTextBeforeHeader footnoteLayoutLikeWW8 shapeLayoutLikeWW8 alignTablesRowByRow forgetLastTabAlignment "
    "autoSpaceLikeWord95 layoutRawTableWidth layoutTableRowsApart allowSpaceOfSameStyleInTable "
    "doNotSuppressParagraphBorders doNotUseIndentAsNumberingTabStop"
)
_COMPATIBILITY = _of(
    "doNotExpandShiftReturn doNotUseHTMLParagraphAutoSpacing",
    # East Asian text, columns, floats, fields, printers, what a table is drawn by when it is edited
    "useSingleBorderforContiguousCells spaceForUL noColumnBalance balanceSingleByteDoubleByteWidth "
    "doNotLeaveBackslashAlone ulTrailSpace printColBlack showBreaksInFrames swapBordersFacingPages convMailMergeEsc "
    "usePrinterMetrics adjustLineHeightInTable useWord97LineBreakRules doNotBreakWrappedTables doNotSnapToGridInCell "
    "selectFldWithFirstOrLastChar applyBreakingRules doNotWrapTextWithPunct doNotUseEastAsianBreakRules "
    "useWord2002TableStyleRules growAutofit useFELayout useNormalStyleForList useAltKinsokuLineBreakRules "
    "doNotSuppressIndentation doNotAutofitConstrainedTables autofitToFirstFixedWidthCell underlineTabInNumList "
    "displayHangulFixedWidth splitPgBreakAndParaMark doNotVertAlignCellWithSp doNotBreakConstrainedForcedTable "
    "doNotVertAlignInTxbx useAnsiKerningPairs cachedColBalance compatSetting",
    **dict.fromkeys(_OLD_LINES.split(), switched_on("compatibility")),
)
_RANGES = (
    "proofErr permStart permEnd bookmarkStart bookmarkEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart "
    "moveToRangeEnd commentRangeStart commentRangeEnd customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd "
    "customXmlMoveToRangeStart customXmlMoveToRangeEnd w14:conflictIns w14:conflictDel"
)
_CONTENT = _of(
    "p r tbl tr tc sdt sdtContent customXml smartTag hyperlink ins del moveFrom moveTo pPr tblPr tblGrid trPr tcPr "
    "tblPrEx sectPr",
    f"{_RANGES} sdtPr sdtEndPr customXmlPr smartTagPr fldData",
    **dict.fromkeys(("m__oMath", "m__oMathPara"), always("equation")),
    **dict.fromkeys(("altChunk", "subDoc"), always("other-document")),
    **dict.fromkeys(("dir", "bdo"), unless("right-to-left", "ltr")),
    fldSimple=on.simple_field,
)
_INLINE = _of(
    "rPr tab cr noBreakHyphen drawing fldChar footnoteRef delText delInstrText",
    "annotationRef endnoteRef separator continuationSeparator commentReference lastRenderedPageBreak",
    mc__AlternateContent=Verdict.IN_CONTEXT,
    t=on.hidden_break,
    softHyphen=on.hidden_break,
    br=on.line_break,
    sym=on.symbol,
    instrText=on.field,
    footnoteReference=on.note_mark,
    endnoteReference=always("endnote"),
    ptab=always("tab"),
    pict=drawn.older_drawing,
    object=always("object"),
    contentPart=always("object"),
    ruby=always("complex-script"),
    pgNum=always("field"),
    **dict.fromkeys(["dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong"], always("field")),
)
_LEVEL = _of(
    "start suff pPr rPr",
    "pStyle legacy",
    numFmt=unless("list-format", *on.LIST_FORMATS),
    lvlText=on.bullet,
    lvlRestart=unless("list-format"),
    isLgl=switched_on("list-format"),
    lvlPicBulletId=always("list-format"),
    lvlJc=unless("list-format", "left", "start"),
)
_STYLE = _of(
    "basedOn pPr rPr tblPr",
    "name aliases next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "personalCompose personalReply rsid",
    tblStylePr=Verdict.IN_CONTEXT,
    trPr=is_given("table-style"),
    tcPr=is_given("table-style"),
)
_CONTAINERS = (
    "body hdr ftr footnote endnote tc txbxContent sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo "
    "p tbl tr"
)

ELEMENTS: Mapping[str, Verdicts] = {
    "document": _of("body", background=Verdict.IN_CONTEXT),
    "rPr": _RUN,
    "pPr": _PARAGRAPH,
    "pPr/rPr": _MARK,
    "tabs": _TABS,
    **dict.fromkeys(("pBdr", "tcBorders", "tblBorders"), _BORDERS),
    "tcPr": _CELL,
    "trPr": _ROW,
    "tblPr": _TABLE,
    "tblPrEx": _ROW_EXCEPTIONS,
    "style/tblPr": _TABLE_STYLE,
    "sectPr": _SECTION,
    "footnotePr": _NOTES,
    "settings": _SETTINGS,
    "compat": _COMPATIBILITY,
    "r": _INLINE,
    **dict.fromkeys(_CONTAINERS.split(), _CONTENT),
    "lvl": _LEVEL,
    "style": _STYLE,
}
"""The verdicts by the element in which others are; after a stroke, one that is in a certain other."""

DRAWINGS: Mapping[str, Condition] = {
    "wp:anchor": drawn.anchor,
    "a:graphicData": drawn.graphic,
    "wps:wsp": drawn.shape,
    "wps:bodyPr": drawn.text_box,
    "a:srcRect": drawn.crop,
    "a:xfrm": drawn.turn,
    **dict.fromkeys(("a:effectLst", "a:effectDag", "a:scene3d", "a:sp3d"), drawn.holds_any),
    **dict.fromkeys(("a:gradFill", "a:pattFill", "a:blipFill"), drawn.fill),
    "a:prstDash": drawn.dash,
    **dict.fromkeys(("a:headEnd", "a:tailEnd"), drawn.line_end),
    "a:custDash": drawn.holds_any,
    "a:ln": drawn.outline,
    "a:blip": drawn.retouched,
    "a:alpha": drawn.transparent,
    "a:schemeClr": drawn.theme_colour,
    "a:fillRef": drawn.theme_fill,
}
"""What is reported of drawings, wherever it is."""
