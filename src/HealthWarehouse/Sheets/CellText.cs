using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>What an element of the sheet says in text: its value, or all runs of a rich text; never how a text is pronounced.</summary>
internal static partial class CellText
{
    /// <summary>A spreadsheet keeps 32,767 characters in a cell: what is far beyond is not taken into memory.</summary>
    private const int Longest = 1 << 20;

    /// <summary>Reads to the end of the element; tells whether there was a formula in it.</summary>
    public static (string? Text, bool Formula) Read(XmlReader xml)
    {
        var (first, further, formula, taken, phonetic) = ((string?)null, (StringBuilder?)null, false, false, 0);
        for (var depth = xml.Depth; xml.Read() && xml.Depth > depth;)
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var name = xml.LocalName;
                    if (name == "f") formula = true;
                    if (name == "rPh" && !xml.IsEmptyElement) phonetic++;
                    taken = name is "v" or "t" && phonetic == 0 && !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement:
                    if (xml.LocalName == "rPh") phonetic--;
                    taken = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when taken:
                    Take(xml, ref first, ref further);
                    break;
            }
        var text = further?.ToString() ?? first;
        return (text?.Contains("_x", StringComparison.Ordinal) == true ? Escaped().Replace(text, Unescaped) : text, formula);
    }

    /// <summary>Takes a text piece by piece: nearly always there is only the first.</summary>
    private static void Take(XmlReader xml, ref string? first, ref StringBuilder? further)
    {
        var buffer = ArrayPool<char>.Shared.Rent(4096);
        for (int read; (read = xml.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
            if (first is null) first = new(buffer, 0, read);
            else if ((further ??= new(first)).Append(buffer, 0, read).Length > Longest)
                throw new SheetException("Sổ tính có một ô dài quá 1 triệu ký tự: tệp hỏng, hoặc không phải bảng tính của Excel.");
        ArrayPool<char>.Shared.Return(buffer);
    }

    /// <summary>What XML cannot say stands as _x000D_; the underscore itself, where it could be taken for one, as _x005F_.</summary>
    private static string Unescaped(Match match) =>
        ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex("_x(00[01][0-9A-Fa-f]|005[Ff])_")] private static partial Regex Escaped();
}
