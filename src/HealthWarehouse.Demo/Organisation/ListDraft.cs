using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Demo.Organisation;

/// <summary>A list somebody keeps, as it stands on a day: rows of the one table of a contract, each by its columns.</summary>
internal sealed class ListDraft(Contract contract, DateOnly day)
{
    public Contract Contract => contract;

    public DateOnly On => day;

    public List<Dictionary<string, string>> Rows { get; } = [];

    public bool Has(int row, string column) => Rows[row].GetValueOrDefault(column) is { Length: > 0 };

    /// <summary>Changes a cell; gives the number of the row.</summary>
    public int Set(int row, string column, string value)
    {
        Rows[row][column] = value;
        return row + 1;
    }

    /// <summary>Writes a row once more at the end; gives the number of the second.</summary>
    public int Again(int row)
    {
        Rows.Add(new(Rows[row]));
        return Rows.Count;
    }

    /// <summary>A day as people write it.</summary>
    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
