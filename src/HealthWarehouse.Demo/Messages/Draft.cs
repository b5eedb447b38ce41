using HealthWarehouse.Demo.Encounters;

namespace HealthWarehouse.Demo.Messages;

/// <summary>A message about to be written: the records of one facility. What is wrong with it was put there on purpose.</summary>
internal sealed class FileDraft(string facility, string version, DateTime made, int count)
{
    public string Facility { get; } = facility;
    public string Version { get; } = version;
    public DateTime Made { get; } = made;

    /// <summary>Records it will hold when it is complete.</summary>
    public int Count { get; } = count;

    public List<Draft> Records { get; } = [];

    /// <summary>Facility the envelope names, when not the true one.</summary>
    public string? WrongFacility { get; set; }
    public int? WrongCount { get; set; }
    public string? WrongRoot { get; set; }
    public bool Truncated { get; set; }
}

/// <summary>One record (HOSO) about to be written: its tables as parts that may be doubled, left out or damaged.</summary>
internal sealed class Draft
{
    public Draft(Encounter encounter, IReadOnlyDictionary<string, TableLayout> layout)
    {
        Encounter = encounter;
        foreach (var sheet in encounter.Sheets)
            if (layout.TryGetValue(sheet.Form.Table.Code, out var table)) Parts.Add(new(table, sheet.Rows));
    }

    public Encounter Encounter { get; }

    public List<PartDraft> Parts { get; } = [];

    /// <summary>Written as base64 whatever the sender's habit, since the damage shows only there.</summary>
    public bool Base64 { get; set; }

    public PartDraft? Part(string table) => Parts.Find(p => p.Layout.Code == table);
}

/// <summary>One table (FILEHOSO) about to be written.</summary>
internal sealed class PartDraft(TableLayout layout, List<Row> rows)
{
    public TableLayout Layout { get; } = layout;
    public List<Row> Rows { get; } = rows;

    /// <summary>LOAIHOSO, when not the true one.</summary>
    public string? WrongKind { get; set; }

    /// <summary>Name of the row element, when not the true one.</summary>
    public string? WrongElement { get; set; }

    /// <summary>An element more in the first row.</summary>
    public (string Element, string Value)? Extra { get; set; }
    public Damage Damage { get; set; }
}

/// <summary>Ways a NOIDUNGFILE can be broken.</summary>
internal enum Damage { None, Base64, Malformed, Encoding, Empty }
