using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>What the format of a cell makes of a number on the screen.</summary>
internal enum Shown { Number, Day, Time, Percent, Zeros }

/// <summary>The formats of a workbook, by the number a cell names.</summary>
internal sealed class NumberFormats
{
    private const int MostZeros = 30;

    private readonly List<(Shown Shown, int Width)> _cells = [];

    public NumberFormats(XmlReader? styles)
    {
        var (own, cells) = (new Dictionary<int, string>(), false);
        using var xml = styles;
        while (xml?.Read() == true)
            if (xml.LocalName == "cellXfs") cells = xml.NodeType is XmlNodeType.Element && !xml.IsEmptyElement;
            else if (xml.NodeType is not XmlNodeType.Element) continue;
            else if (xml.LocalName == "numFmt") own[Id(xml)] = xml.GetAttribute("formatCode") ?? "";
            else if (xml.LocalName == "xf" && cells) _cells.Add(own.TryGetValue(Id(xml), out var code) ? Of(code) : (Of(Id(xml)), 0));
    }

    /// <summary>How a number shows, and with how many digits where zeros are put in front.</summary>
    public (Shown Shown, int Width) this[string? style] =>
        int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _cells.Count ? _cells[at] : default;

    private static int Id(XmlReader xml) =>
        int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static Shown Of(int builtIn) => builtIn switch
    {
        (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) => Shown.Day,
        (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) => Shown.Time,
        9 or 10 => Shown.Percent,
        _ => Shown.Number,
    };

    /// <summary>By the letters of a format outside of quotes and brackets: days or years, hours, a percent sign, zeros alone.</summary>
    private static (Shown, int) Of(string format)
    {
        var (quoted, bracketed, time, percent) = (false, false, false, false);
        for (var i = 0; i < format.Length; i++)
            if (format[i] is '\\' or '_' or '*') i++;
            else if (format[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (format[i] is '[' or ']') bracketed = format[i] == '[';
            else if (bracketed) time |= format[i] is 'h' or 'H';
            else if (format[i] is 'd' or 'D' or 'y' or 'Y') return (Shown.Day, 0);
            else if (format[i] is 'h' or 'H') time = true;
            else if (format[i] == '%') percent = true;
        return time ? (Shown.Time, 0) : percent ? (Shown.Percent, 0)
            : format.Length is > 1 and <= MostZeros && format.All(c => c == '0') ? (Shown.Zeros, format.Length) : default;
    }
}
