using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

/// <summary>Every declared check is shown by its own two examples, on both engines.</summary>
public class CheckExamplesSpec(ExampleHouses houses) : IClassFixture<ExampleHouses>
{
    public static TheoryData<Engine, string, string> Examples()
    {
        var data = new TheoryData<Engine, string, string>();
        foreach (var engine in ExampleHouses.Engines)
            foreach (var check in ExampleHouses.Catalogue.Checks.Where(c => c.Examples is not null))
                foreach (var example in new[] { ExampleOutcome.Fails, ExampleOutcome.Passes }) data.Add(engine, check.Id, example);
        return data;
    }

    public static TheoryData<Engine, string> CleanRecords()
    {
        var data = new TheoryData<Engine, string>();
        foreach (var engine in ExampleHouses.Engines)
            foreach (var name in ExampleHouses.Catalogue.Clean.Records.Keys.Concat(Sheets.Select(c => c.Code))) data.Add(engine, name);
        return data;
    }

    /// <summary>Contracts of sheets: their clean record is the row of their fields' examples.</summary>
    private static IEnumerable<Contract> Sheets => ExampleHouses.Catalogue.Contracts.Values.Where(c => c.Format is ContractFormat.Sheet);

    [Theory, MemberData(nameof(Examples))]
    public async Task A_check_speaks_about_its_failing_example_and_is_silent_about_the_passing_one(Engine engine, string check,
        string example)
    {
        var outcome = (await houses.On(engine)).Single(o => o.Check?.Id == check && o.Example == example);

        outcome.Problem.ShouldBeNull();
    }

    [Theory, MemberData(nameof(CleanRecords))]
    public async Task A_clean_record_raises_nothing(Engine engine, string record)
    {
        var outcome = (await houses.On(engine)).Single(o => o.Check is null && o.Example == record);

        outcome.Spoken.ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task No_name_number_address_or_clinical_text_stands_in_clear_in_a_finding(Engine engine)
    {
        var said = (await houses.On(engine)).SelectMany(o => o.Spoken).SelectMany(s => new[] { s.Message, s.Value ?? "" }).Distinct()
            .ToArray();
        said.Length.ShouldBeGreaterThan(150);

        foreach (var secret in Secrets()) said.ShouldNotContain(s => secret.IsMatch(s), secret.ToString());
    }

    /// <summary>Everything sealed that the clean records and the examples hold, {n} being any number.</summary>
    private static Regex[] Secrets()
    {
        var catalogue = ExampleHouses.Catalogue;
        var changes =
            catalogue.Clean.Records.Values.Concat(catalogue.Checks.SelectMany(c => new[] { c.Examples!.Fails, c.Examples.Passes }));
        var rows = changes.SelectMany(c => (c.Set ?? new Dictionary<string, IReadOnlyDictionary<string, string?>>())
            .Select(s => (Table: s.Key.Split('/')[0], Row: s.Value))
            .Concat((c.Add ?? new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>>())
                .SelectMany(a => a.Value.Select(r => (Table: a.Key, Row: r)))));
        var values = from row in rows
                     where catalogue.Usual.Tables.ContainsKey(row.Table)
                     from cell in row.Row
                     where cell.Value is { Length: >= 6 }
                         && catalogue.Usual[row.Table].AllFields.Any(f => f.From == cell.Key && f.Seal is not null)
                     select cell.Value;
        var shown = Sheets.SelectMany(c => c[c.Main].Fields).Where(f => f.Seal is not null && f.Example is { Length: >= 6 }).Select(f =>
            f.Example!);
        return [.. values.Concat(shown).Distinct().Select(v => new Regex(Regex.Escape(v).Replace(@"\{n}", @"\d{5}",
            StringComparison.Ordinal)))];
    }
}
