using System.Globalization;
using System.Text.RegularExpressions;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The colours of tokens.css in either theme, by the contrast of WCAG 2.2: words at least 4.5:1 on every ground they stand on, marks and
/// borders of fields at least 3:1.
/// </summary>
public partial class ContrastSpec
{
    private static readonly string[]
        Grounds = ["ground", "surface", "sunken"],
        Words = ["text", "text-2", "text-3", "accent"],
        Marks = ["line-2", "good-fill", "warn-fill", "bad-fill", "accent-fill", "series-1", "target"];

    private static readonly (string Word, string On)[] Pairs =
    [
        ("on-accent", "accent-fill"), ("accent", "accent-soft"), ("text", "accent-soft"), ("text-2", "accent-soft"),
        ("rail-text", "rail"), ("rail-mute", "rail"), ("rail-text", "rail-2"),
        ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"), ("text", "good-soft"), ("text", "warn-soft"),
            ("text", "bad-soft"),
        ("good", "surface"), ("warn", "surface"), ("bad", "surface"), ("good", "ground"), ("bad", "ground"),
        ("series-text-1", "surface"), ("series-text-2", "surface"), ("series-text-3", "surface"), ("series-text-4", "surface"),
    ];

    [Theory, InlineData("light"), InlineData("dark")]
    public void Words_can_be_read_on_every_ground_they_stand_on(string theme)
    {
        var tokens = Tokens(theme);
        Grounds.SelectMany(g => Words.Select(w => (w, g))).Concat(Pairs).Select(p => (Pair: p, Ratio: Contrast(tokens, p)))
            .Where(p => p.Ratio < 4.5).Select(p => $"{p.Pair} {p.Ratio:0.00}").ShouldBeEmpty();
    }

    [Theory, InlineData("light"), InlineData("dark")]
    public void Marks_and_borders_of_fields_are_seen(string theme)
    {
        var tokens = Tokens(theme);
        Marks.Select(m => (m, "surface"))
            .Concat([("glyph", "good-fill"), ("glyph", "warn-fill"), ("glyph", "bad-fill"), ("line-2", "ground")])
            .Select(p => (Pair: p, Ratio: Contrast(tokens, p))).Where(p => p.Ratio < 3).Select(p => $"{p.Pair} {p.Ratio:0.00}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Both_themes_name_the_same_colours() => Tokens("dark").Keys.Order().ShouldBe(Tokens("light").Keys.Order());

    [Fact]
    public void No_other_style_sheet_names_a_theme_of_its_own() =>
        Directory.GetFiles(Path.Combine(Client, "styles")).Where(f => Path.GetFileName(f) is not ("tokens.css" or "type.css"))
            .Where(f => File.ReadAllText(f).Contains("[data-bs-theme=\"dark\"]", StringComparison.Ordinal)).ShouldBeEmpty();

    private static readonly string Client = Repo.File("src/HealthWarehouse.Web/Client");

    private static Dictionary<string, double> Tokens(string theme)
    {
        var css = File.ReadAllText(Path.Combine(Client, "styles", "tokens.css"));
        var from = css.IndexOf($"[data-bs-theme=\"{theme}\"] {{", StringComparison.Ordinal);
        from.ShouldBeGreaterThan(-1);
        var tokens = Token().Matches(css[from..css.IndexOf('}', from)])
            .ToDictionary(m => m.Groups[1].Value, m => Luminance(m.Groups[2].Value));
        tokens.Count.ShouldBeGreaterThan(50);
        return tokens;
    }

    private static double Contrast(Dictionary<string, double> tokens, (string Front, string Back) pair)
    {
        var (a, b) = (tokens[pair.Front], tokens[pair.Back]);
        return (Math.Max(a, b) + .05) / (Math.Min(a, b) + .05);
    }

    /// <summary>Relative luminance of a colour written #rrggbb.</summary>
    private static double Luminance(string hex)
    {
        double Part(int at)
        {
            var part = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return part <= .04045 ? part / 12.92 : Math.Pow((part + .055) / 1.055, 2.4);
        }
        return .2126 * Part(0) + .7152 * Part(2) + .0722 * Part(4);
    }

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6});")]
    private static partial Regex Token();
}
