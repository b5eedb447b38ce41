using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate.Examples;

/// <summary>Writes an example of a contract of sheets as a sender would, as CSV: the headings of its fields, and rows.</summary>
internal static class ExampleSheet
{
    public static string Write(Contract contract, ExampleRecord record)
    {
        string[] heads = [.. contract[contract.Main].AllFields.Select(f => f.From)];
        var text = new StringBuilder().AppendJoin(',', heads.Select(CsvField.Quoted)).Append('\n');
        foreach (var row in record.Tables[CleanRecords.SheetTable])
            text.AppendJoin(',', heads.Select(h => CsvField.Quoted(row.GetValueOrDefault(h) ?? ""))).Append('\n');
        return text.ToString();
    }
}
