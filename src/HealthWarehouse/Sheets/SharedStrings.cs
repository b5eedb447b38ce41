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
