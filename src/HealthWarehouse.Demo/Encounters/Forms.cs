using System.Collections.Frozen;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>The tables of the declared contract as forms to be filled in, field by column name.</summary>
internal sealed class Forms(Contract contract)
{
    private readonly FrozenDictionary<string, Form> _forms = contract.Tables.Values.ToFrozenDictionary(t => t.Code, t => new Form(t));

    public Contract Contract { get; } = contract;

    public Form this[string table] => _forms[table];
}

/// <summary>One table: where each column stands.</summary>
internal sealed class Form(Table table)
{
    private readonly FrozenDictionary<string, int> _columns = table.AllFields.Select((f, i) => (f.To, i))
        .ToFrozenDictionary(c => c.To, c => c.i);

    public Table Table { get; } = table;

    public int Width => Table.AllFields.Count;

    /// <summary>-1 for a column the contract no longer has.</summary>
    public int Column(string name) => _columns.TryGetValue(name, out var column) ? column : -1;
}

/// <summary>One filled-in row: received text by column. A column the contract does not have is not written.</summary>
internal sealed class Row(Form form)
{
    private readonly string?[] _cells = new string?[form.Width];

    public Form Form { get; } = form;

    public string? this[string column]
    {
        get => Form.Column(column) is var at and >= 0 ? _cells[at] : null;
        set
        {
            if (Form.Column(column) is var at and >= 0) _cells[at] = value;
        }
    }

    public string? At(int column) => _cells[column];

    public Row Copy()
    {
        var copy = new Row(Form);
        _cells.CopyTo(copy._cells.AsSpan());
        return copy;
    }
}
