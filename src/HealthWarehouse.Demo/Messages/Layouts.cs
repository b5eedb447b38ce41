using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Encounters;

namespace HealthWarehouse.Demo.Messages;

/// <summary>How each version of the declared contract writes each table: which elements, in which order, under which names.</summary>
internal sealed class Layouts(Forms forms)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string,
        TableLayout>> _versions = forms.Contract.Versions.ToDictionary(v => v.Code, v => Of(forms, v));

    /// <summary>Tables of a version, by code.</summary>
    public IReadOnlyDictionary<string, TableLayout> this[string version] => _versions[version];

    private static IReadOnlyDictionary<string, TableLayout> Of(Forms forms, ContractVersion version) =>
        forms.Contract.Tables.Values.Where(t => version.Tables is null || version.Tables.Contains(t.Code))
            .ToDictionary(t => t.Code, t => new TableLayout(forms[t.Code], version.Code));
}

/// <summary>One table of one version, its tags ready as bytes.</summary>
internal sealed class TableLayout
{
    public TableLayout(Form form, string version)
    {
        var table = form.Table;
        var difference = table.Versions?.GetValueOrDefault(version);
        Code = table.Code;
        Path = [.. table.Path.Split('/').Select(p => p.Trim())];
        Cells =
        [
            .. table.Fields.Where(f => difference?.Remove?.Contains(f.From) is not true).Concat(difference?.Add ?? [])
                .Select(f => new CellLayout(difference?.Rename?.GetValueOrDefault(f.From) ?? f.From, form.Column(f.To))),
        ];
    }

    public string Code { get; }

    /// <summary>Elements from the root to the row.</summary>
    public IReadOnlyList<string> Path { get; }

    public CellLayout[] Cells { get; }
}

internal sealed class CellLayout(string element, int column)
{
    public string Element { get; } = element;
    public int Column { get; } = column;
    public byte[] Open { get; } = Encoding.UTF8.GetBytes($"<{element}>");
    public byte[] Close { get; } = Encoding.UTF8.GetBytes($"</{element}>");
    public byte[] Empty { get; } = Encoding.UTF8.GetBytes($"<{element}/>");
}
