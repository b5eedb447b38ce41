using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>The texts of a workbook that cells point to, read when the first cell does.</summary>
internal sealed class SharedStrings(Func<XmlReader?> open)
{
    private const long MostCharacters = 96L << 20;
    private const int Weight = 16;   // what a text costs beside its letters, in letters

    private readonly Lazy<List<string>> _texts = new(() =>
    {
        using var xml = open() ?? throw new SheetException("Sổ tính thiếu phần chữ dùng chung (sharedStrings.xml): tệp hỏng. Hãy mở bằng " +
            "Excel, cho sửa rồi lưu lại.");
        var (texts, size) = (new List<string>(), 0L);
        while (xml.Read())
        {
            if (xml.NodeType is not XmlNodeType.Element || xml.LocalName != "si") continue;
            texts.Add(xml.IsEmptyElement ? "" : CellText.Read(xml).Text ?? "");
            if ((size += texts[^1].Length + Weight) > MostCharacters)
                throw new SheetException("Sổ tính có quá nhiều chữ để đọc. Hãy lưu riêng trang cần gửi thành CSV UTF-8.");
        }
        return texts;
    });

    /// <summary>The text at a place; null when there is none.</summary>
    public string? At(string place) =>
        int.TryParse(place, NumberStyles.Integer, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < _texts.Value.Count
            ? _texts.Value[at] : null;
}

/// <summary>What an element of the sheet says in text: its value, or all runs of a rich text; never how a text is pronounced.</summary>
internal static partial class CellText
{
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
                    if (first is null) first = xml.Value;
                    else (further ??= new(first)).Append(xml.Value);
                    break;
            }
        var text = further?.ToString() ?? first;
        return (text?.Contains("_x", StringComparison.Ordinal) == true ? Escaped().Replace(text, Unescaped) : text, formula);
    }

    /// <summary>What XML cannot say stands as _x000D_; the underscore itself, where it could be taken for one, as _x005F_.</summary>
    private static string Unescaped(Match match) =>
        ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex("_x(00[01][0-9A-Fa-f]|005[Ff])_")] private static partial Regex Escaped();
}
