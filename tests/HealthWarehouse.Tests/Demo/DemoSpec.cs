using HealthWarehouse.Demo;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Truth;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Demo;

/// <summary>The made-up province against the house: what was planted is what is found, and what truly happened is what is known.</summary>
public class DemoSpec
{
    private static readonly DemoSettings Small = new() { People = 1200, Months = 8, EndsOn = new(2026, 10, 31) };

    private static readonly string[] Seldom =
    [
        "newborn-hour", "end-of-day", "appointment-before-end", "wrong-sex-code", "injury-without-cause", "uninsured-claim",
        "bad-supply-tender", "no-anaesthesia", "no-conclusion", "no-admission-reason", "leave-days", "stay-days", "no-referral-paper",
    ];

    /// <summary>A province this small has no occasion for these; their rules are shown by the examples in catalogue/checks.</summary>
    private static readonly string[] TooRare = ["zero-insurance-number", "bed-days"];

    [Theory, ClassData(typeof(Engines))]
    public async Task A_province_without_planted_errors_shows_none_and_core_holds_what_truly_happened(Engine engine)
    {
        var sent = await Sent.Load(engine, Small with { Errors = 0 });
        await using var test = sent.Test;

        (await test.Ask<string>("select concat(rule, ': ', message) from std.finding where severity = 3 order by 1 limit 20"))
            .ShouldBeEmpty();
        await sent.Agrees();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_planted_is_what_is_found_kind_by_kind(Engine engine)
    {
        var often = await Found(engine,
            engine is Engine.DuckDb || Scale.Full
            ? Small with { Errors = 25, Seed = 2 } : Small with { People = 500, Months = 4, Errors = 25, Seed = 2 });
        if (engine is Engine.DuckDb || Scale.Full)
            DemoProvince.ErrorKinds.Keys.Except(often).Except(Seldom).ShouldBe(TooRare, ignoreOrder: true);
        else often.Count.ShouldBeGreaterThan(DemoProvince.ErrorKinds.Count / 2);
    }

    [Fact]
    public async Task Kinds_that_need_a_birth_an_operation_or_a_leave_are_found_too()
    {
        var rest = Seldom.Except(await Found(Engine.DuckDb, Small with { Errors = 100, Kinds = Seldom }, d => d.Errors.Count > 0))
            .ToArray();
        rest.Except(rest.Length == 0
            ? [] : await Found(Engine.DuckDb, Small with { Errors = 100, Kinds = rest, Seed = 2 }, d => d.Errors.Count > 0))
            .ShouldBeEmpty();
    }

    /// <summary>Kinds that were planted, each found where it was planted, with no error beside and none anywhere else.</summary>
    private static async Task<IReadOnlyCollection<string>> Found(Engine engine, DemoSettings settings, Func<DemoDelivery,
        bool>? only = null)
    {
        var sent = await Sent.Load(engine, settings, only);
        await using var test = sent.Test;
        var found = (await test.Ask<(long Delivery, long? Record, string Rule,
            int Severity)>("select distinct delivery, record_key, rule, severity from std.finding"))
            .ToLookup(f => (f.Delivery, Record: f.Record is { } key ? (int)(key - RecordBinder.KeyOf(f.Delivery, 0)) : 0));

        foreach (var ((delivery, record), error) in sent.Planted)
        {
            var said = found[(delivery, record)].ToArray();
            said.Select(f => f.Rule)
                .ShouldContain(r => error.Rules.Contains(r),
                $"{error.Kind} of {error.Episode ?? "the file"}: said were {string.Join(", ", said.Select(f => f.Rule))}");
            said.Where(f => f.Severity == 3).Select(f => f.Rule).Except(error.Rules).ShouldBeEmpty($"beside {error.Kind}");
        }
        var places = sent.Planted.Select(p => p.Place).ToHashSet();
        found.Where(f => !places.Contains(f.Key) && f.Any(x => x.Severity == 3))
            .Select(f => $"{f.Key}: {string.Join(", ", f.Select(x => x.Rule))}").ShouldBeEmpty();
        if (only is null) await sent.Agrees();
        return [.. sent.Planted.Select(p => p.Error.Kind).Distinct()];
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var catalogue = Catalogue.CatalogueFiles.Load(Repo.File("catalogue"));
        var tiny = Small with { People = 200, Months = 2 };

        Hash(tiny).ShouldBe(Hash(tiny));
        Hash(tiny with { Seed = 2 }).ShouldNotBe(Hash(tiny));

        string Hash(DemoSettings settings)
        {
            using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
            foreach (var message in DemoProvince.Generate(settings, catalogue)) hash.AppendData(message.Content.Span);
            return Convert.ToHexString(hash.GetHashAndReset());
        }
    }

    [Fact]
    public async Task Messages_come_in_the_order_of_sending_and_those_of_tomorrow_do_not_come_yet()
    {
        var catalogue = Catalogue.CatalogueFiles.Load(Repo.File("catalogue"));
        var tiny = Small with { People = 200, Months = 2 };
        var messages = DemoProvince.Generate(tiny, catalogue).ToArray();
        messages.Select(m => m.SentAt).ShouldBeInOrder();

        var until = messages[messages.Length / 2].SentAt;
        var load = new DemoLoad(new(tiny, catalogue), until);
        await using var test = await TestHouse.Open(clock: load.Clock);
        await load.Run(test.House, stop: TestContext.Current.CancellationToken);

        (await test.House.Operations.QueryText<long>("select count(*) from delivery"))[0]
            .ShouldBe(messages.Where(m => m.SentAt <= until && !m.Duplicate).LongCount());
        (await test.House.Ledger.All(TestContext.Current.CancellationToken)).ShouldAllBe(d => d.LoadedAt >= d.ReceivedAt);
    }
}
