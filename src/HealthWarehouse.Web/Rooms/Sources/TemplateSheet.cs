using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;

namespace HealthWarehouse.Web.Rooms.Sources;

/// <summary>
/// A sheet to fill in for a contract: a line of headings with their help, values of short lists to choose from; as an example with one
/// line.
/// </summary>
internal static class TemplateSheet
{
    private const int LongestList = 60;

    public static async Task Write(Contract contract, CatalogueFiles catalogue, DateOnly today, bool withExample, Stream target)
    {
        var fields = contract[contract.Main].Fields;
        var help = new SheetHelp(1, [.. fields.Select(f => new ColumnHelp(Note(f, catalogue), Choices(f, catalogue, today), Kind(f)))]);
        await using var sheet = await SheetWriter.Begin(target,
            new(contract.Code, contract.Name, [.. fields.Select(f => Math.Clamp(f.From.Length + 6.0, 14, 34))], 1, 1) { Help = help });
        await sheet.Row(fields.Select(f =>
            new SheetCell(f.Required ? $"{f.From} *" : f.From, f.Required ? SheetLook.Needed : SheetLook.Head)), 36);
        if (withExample) await sheet.Row(fields.Select(f => new SheetCell(Example(f))));
    }

    private static string Note(Field field, CatalogueFiles catalogue) => string.Join('\n', new[]
    {
        field.About, field.Note, $"Kiểu: {FieldWords.TypeInSheet(field)}", field.Required ? "Bắt buộc" : null,
        field.List is { } list ? $"Danh mục: {catalogue.Lists[list].Declaration.Name}" : null,
        field.Example is { } example ? $"Ví dụ: {example}" : null,
    }.OfType<string>());

    /// <summary>
    /// What may be chosen: the names of a short list where each name stands for its code too, else its codes; null where a list is long.
    /// </summary>
    private static IReadOnlyList<string>? Choices(Field field, CatalogueFiles catalogue, DateOnly today)
    {
        if (field.Type is not FieldType.Code) return null;
        var list = catalogue.Lists[field.List!];
        var codes = list.Entries.Where(e => e.MapsTo is null && e.HoldsOn(today)).ToArray();
        return codes.Length > LongestList ? null
            : codes.All(e => Code(list, e.Name, today) == e.Code) ? [.. codes.Select(e => e.Name)] : [.. codes.Select(e => e.Code)];
    }

    private static string? Code(CodeList list, string name, DateOnly today) =>
        list.Find(list.Declaration.Spelling is Spelling.AsIs ? name : name.ToUpperInvariant(), today) is { } entry
            ? entry.MapsTo ?? entry.Code : null;

    private static SheetKind Kind(Field field) => field.Type switch
    {
        FieldType.Day => SheetKind.Day,
        FieldType.Integer => SheetKind.Nothing,
        FieldType.Number => SheetKind.Broken,
        _ => SheetKind.Text,
    };

    private static object? Example(Field field) =>
        field.Type is FieldType.Day && DateOnly.TryParseExact(field.Example, "dd/MM/yyyy", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) ? day
        : field.Type is FieldType.Integer or FieldType.Number
            && decimal.TryParse(field.Example, CultureInfo.InvariantCulture, out var number) ? number
        : field.Example;
}
