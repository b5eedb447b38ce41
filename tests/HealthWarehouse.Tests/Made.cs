using System.Text;
using System.Xml.Linq;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;

namespace HealthWarehouse.Tests;

/// <summary>
/// Envelopes of made-up persons: a clean record of catalogue/checks/clean.yaml with some fields of its first rows changed.
/// </summary>
internal static class Made
{
    public static byte[] Envelope(TestHouse test, string from, int number, params (string Table, string Field, string? Value)[] changes) =>
        Envelope(test.House.Catalogue, from, number, changes);

    public static byte[] Envelope(CatalogueFiles catalogue, string from, int number,
        params (string Table, string Field, string? Value)[] changes)
    {
        var clean = catalogue.Clean;
        var set = changes.GroupBy(c => c.Table)
            .ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, string?>)g.ToDictionary(c => c.Field, c => c.Value));
        var record = ExampleRecord.Of(clean, new RecordChange(from, Set: set), number);
        return Encoding.UTF8.GetBytes(new ExampleEnvelope(catalogue.Usual, clean.Received).Write(record));
    }

    /// <summary>The records of several envelopes in one, as the head of the first has it.</summary>
    public static byte[] Together(params byte[][] envelopes)
    {
        XDocument[] all = [.. envelopes.Select(e => XDocument.Parse(Encoding.UTF8.GetString(e)))];
        foreach (var other in all[1..]) all[0].Descendants("DANHSACHHOSO").Single().Add(other.Descendants("HOSO"));
        all[0].Descendants("SOLUONGHOSO").Single().Value = $"{all.Length}";
        return Encoding.UTF8.GetBytes(all[0].ToString());
    }
}
