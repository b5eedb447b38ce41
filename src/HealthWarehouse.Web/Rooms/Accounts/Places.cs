using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>Places of a code list, chosen by name or code and shown as "Bệnh viện A (99001)"; several are joined by ';'.</summary>
public sealed class Places(CodeList list)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _names = new(() =>
        list.Entries.GroupBy(e => e.Code).ToDictionary(g => g.Key, g => g.First().Name));

    public static Places Facilities(CatalogueFiles catalogue) => new(catalogue.Lists["facility"]);

    public static Places Communes(CatalogueFiles catalogue) => new(catalogue.Lists["commune"]);

    /// <summary>What can be chosen, by name.</summary>
    public IEnumerable<string> All => _names.Value.OrderBy(n => n.Value, StringComparer.Create(Shared.Format.Vietnamese, false))
        .Select(n => Shown(n.Key));

    public string Name(string code) => _names.Value.GetValueOrDefault(code, code);

    /// <summary>A code with its name; a code nobody knows stands alone.</summary>
    public string Shown(string code) => _names.Value.TryGetValue(code, out var name) ? $"{name} ({code})" : code;

    /// <summary>Names of codes joined by ';'; null for none.</summary>
    public string? Names(string? codes) => Pieces(codes) is { Length: > 0 } some ? string.Join(", ", some.Select(Shown)) : null;

    /// <summary>The codes of what was typed or chosen. Throws with words for the field when a piece names no place, or several.</summary>
    public string Codes(string? text, string field) => string.Join(';', Pieces(text).Select(piece => Code(piece, field)));

    private string Code(string piece, string field)
    {
        if (piece.EndsWith(')') && piece[(piece.LastIndexOf('(') + 1)..^1] is var inside && _names.Value.ContainsKey(inside)) return inside;
        if (_names.Value.Keys.FirstOrDefault(c => c.Equals(piece, StringComparison.OrdinalIgnoreCase)) is { } known) return known;
        return _names.Value.Where(n => n.Value.Contains(piece, StringComparison.CurrentCultureIgnoreCase)).Take(4).ToArray() switch
        {
            [var one] => one.Key,
            [] => throw new FieldException(field,
                $"Không có cơ sở hay địa bàn '{piece}' trong danh mục. Hãy gõ tên rồi chọn trong danh sách."),
            var several => throw new FieldException(field,
                $"'{piece}' có thể là {string.Join("; ", several.Select(s => Shown(s.Key)))}. Hãy chọn một."),
        };
    }

    private static string[] Pieces(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
