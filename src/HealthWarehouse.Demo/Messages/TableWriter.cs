namespace HealthWarehouse.Demo.Messages;

/// <summary>Writes one table as the XML that goes into NOIDUNGFILE.</summary>
internal static class TableWriter
{
    public static void Write(Utf8Writer to, PartDraft part, Style style, bool declaration)
    {
        if (declaration) to.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>"u8);
        var path = part.Layout.Path;
        // rows where one is allowed need a root around them
        if (path.Count == 1 && part.Rows.Count > 1) path = [$"{path[0]}S", path[0]];
        for (var i = 0; i < path.Count - 1; i++) Open(to, path[i], style);
        for (var i = 0; i < part.Rows.Count; i++) Row(to, part, i, style);
        for (var i = path.Count - 2; i >= (part.Damage is Damage.Malformed ? 1 : 0); i--) Close(to, path[i], style);
    }

    private static void Row(Utf8Writer to, PartDraft part, int number, Style style)
    {
        var element = part.WrongElement ?? part.Layout.Path[^1];
        var row = part.Rows[number];
        Open(to, element, style);
        foreach (var cell in part.Layout.Cells)
        {
            if (row.At(cell.Column) is { } value)
            {
                to.Write(cell.Open);
                to.WriteEscaped(value);
                to.Write(cell.Close);
            }
            else if (style.Empty is EmptyElement.LeftOut) continue;
            else if (style.Empty is EmptyElement.Closed) to.Write(cell.Empty);
            else
            {
                to.Write(cell.Open);
                to.Write(cell.Close);
            }
            if (style.Indent) to.Write("\n    "u8);
        }
        if (number == 0 && part.Extra is { } extra) to.Write($"<{extra.Element}>{extra.Value}</{extra.Element}>");
        if (part.Damage is not Damage.Malformed || part.Layout.Path.Count > 1) Close(to, element, style);
    }

    private static void Open(Utf8Writer to, string element, Style style)
    {
        to.Write("<"u8);
        to.Write(element);
        to.Write(style.Indent ? ">\n"u8 : ">"u8);
    }

    private static void Close(Utf8Writer to, string element, Style style)
    {
        to.Write("</"u8);
        to.Write(element);
        to.Write(style.Indent ? ">\n"u8 : ">"u8);
    }
}
