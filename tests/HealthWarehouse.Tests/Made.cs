using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;

namespace HealthWarehouse.Tests;

/// <summary>Envelopes of made-up persons: a clean record of catalogue/checks/clean.yaml with some fields of its first rows changed.</summary>
internal static class Made
{
    public static byte[] Envelope(TestHouse test, string from, int number, params (string Table, string Field, string? Value)[] changes)
    {
        var clean = test.House.Catalogue.Clean;
        var set = changes.GroupBy(c => c.Table).ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, string?>)g.ToDictionary(c => c.Field, c => c.Value));
        var record = ExampleRecord.Of(clean, new RecordChange(from, Set: set), number);
        return Encoding.UTF8.GetBytes(new ExampleEnvelope(test.House.Catalogue.Claims, clean.Received).Write(record));
    }
}
