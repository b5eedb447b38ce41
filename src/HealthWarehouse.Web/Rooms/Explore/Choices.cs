using System.Runtime.CompilerServices;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Search;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Explore;

/// <summary>Something that can be chosen: its code, and the words that stand in the field, from which the code is found again.</summary>
internal sealed record Choice(string Code, string Name);

/// <summary>
/// What people choose figures by: measures, places, members of dimensions, found by code or part of a name without regard to accents.
/// </summary>
internal sealed class Choices(CatalogueFiles catalogue, Figures figures, Finder finder)
{
    /// <summary>Lists that are no dimension.</summary>
    public const string Measures = "measures", Places = "places";
    private const int Most = 12, Told = 6;
    private static readonly ConditionalWeakTable<CodeList, Named[]> Folded = [];

    /// <summary>
    /// The nearest to some letters; the first of all where none are given. Measures of all cases stand before those of some, which are
    /// named after a comma or colon.
    /// </summary>
    public IReadOnlyList<Choice> Find(string of, string? text, Viewer viewer)
    {
        var asked = VietnameseText.Fold(text ?? "");
        return [.. All(of, viewer).Select(n => (n.Choice, Rank: Finder.Rank(n.Name, n.Code, asked))).Where(c => c.Rank is not null)
            .OrderBy(c => c.Rank).ThenBy(c => of == Measures && asked.Length > 0 && c.Choice.Name.AsSpan().ContainsAny(',', ':'))
            .ThenBy(c => asked.Length == 0 ? 0 : c.Choice.Name.Length).Select(c => c.Choice).Take(Most)];
    }

    /// <summary>
    /// The code of what was typed or chosen: a code, words as <see cref="Find"/> gives them, or enough of a name to mean one thing. Throws
    /// with words for the asker when it means nothing, or too much.
    /// </summary>
    public string CodeOf(string of, string text, Viewer viewer)
    {
        var (typed, asked) = (text.Trim(), VietnameseText.Fold(text));
        var all = All(of, viewer).ToArray();
        if (all.FirstOrDefault(n => n.Choice.Code.Equals(typed, StringComparison.OrdinalIgnoreCase)) is { } same) return same.Choice.Code;
        if (all.FirstOrDefault(n => n.Choice.Name == typed) is { } chosen) return chosen.Choice.Code;
        var near = Find(of, typed, viewer);
        if (near.Count == 1 || (near.Count > 1 && VietnameseText.Fold(near[0].Name) == asked)) return near[0].Code;
        throw new RefusedException(near.Count == 0
            ? $"Không có '{typed}' trong {Name(of)}. Gõ vài chữ của tên, hoặc mã, rồi chọn trong danh sách."
            : $"'{typed}' có thể là: {string.Join("; ", near.Take(Told).Select(c => c.Name))}. Hãy chọn một.");
    }

    /// <summary>The code of a place as an address has it, or as its name stands in a field; throws as <see cref="CodeOf"/> does.</summary>
    public string? PlaceOf(string? typed, Viewer viewer) => typed?.Trim() is { Length: > 0 } place
        ? place.Contains(' ', StringComparison.Ordinal) || !place.Any(char.IsDigit) ? CodeOf(Places, place, viewer) : place : null;

    /// <summary>What stands for a code in a field; the code itself where no list has it.</summary>
    public string NameOf(string of, string code, Viewer viewer) =>
        All(of, viewer).FirstOrDefault(n => n.Choice.Code == code)?.Choice.Name ?? code;

    private string Name(string of) => of switch
    {
        Measures => "các chỉ số",
        Places => "các cơ sở và xã",
        _ => Format.Lower(figures.Book.NameOfDimension(of)),
    };

    private IEnumerable<Named> All(string of, Viewer viewer)
    {
        if (of == Measures)
            return figures.Book.Indicators.Concat(figures.Book.Measures).Select(m => Named.Of(m.Code, m.Name, m.Name));
        if (of == Places) return finder.Places(viewer).Select(p => Named.Of(p.Code, p.Name, $"{p.Name} ({p.Code})"));
        if (figures.Book.DeclaredOf(of) is not { } dimension) throw new RefusedException($"Không có chiều '{of}'.");
        if (dimension.Names is { } names) return names.Select(n => Named.Of(n.Key, n.Value, n.Value));
        if (dimension.List is not { } id) return [];
        var list = catalogue.Lists[id];
        var all = Folded.GetValue(list, NamesOf).Where(n => of != "category" || n.Choice.Code.Length == CategoryLength);
        return id == "facility" ? all.Where(n => viewer.Sees(n.Choice.Code)) : all;
    }

    private const int CategoryLength = 3;

    /// <summary>Every code of a list once, by its last name, without accents: made once, there may be thousands.</summary>
    private static Named[] NamesOf(CodeList list) =>
        [.. list.Entries.GroupBy(e => e.Code).Select(g => g.MaxBy(e => e.ValidFrom)).Where(e => e.MapsTo is null)
            .Select(e => Named.Of(e.Code, e.Name, list.Declaration.Id == "icd10" ? $"{e.Code} {e.Name}" : $"{e.Name} ({e.Code})"))];

    private sealed record Named(Choice Choice, string Name, string Code)
    {
        public static Named Of(string code, string name, string words) =>
            new(new(code, words), VietnameseText.Fold(name), VietnameseText.Fold(code));
    }
}

internal static class ChoiceEndpoints
{
    public static void MapChoices(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/search/choices",
            (string of, string? q, Choices choices, HttpContext http) => choices.Find(of, q, http.User.Viewer()!)).WithTags("Tìm")
            .WithSummary("Chỉ số (of=measures), cơ sở và xã (of=places), giá trị của một chiều (of=icd) theo tên hoặc mã");
}
