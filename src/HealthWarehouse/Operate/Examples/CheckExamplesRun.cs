using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Operate.Examples;

/// <summary>
/// Sends every example of every declared check through a house like any delivery, and tells of each whether the rule spoke, or kept silent,
/// as it should. The examples are written for the day that clean.yaml names, so the house's clock must stand there or later.
/// </summary>
public sealed class CheckExamplesRun(House house)
{
    private readonly ExampleEnvelope _envelope = new(house.Catalogue.Usual, house.Catalogue.Clean.Received);
    private readonly Dictionary<Contract, CleanRecords> _sheets = house.Catalogue.Contracts.Values
        .Where(c => c.Format is ContractFormat.Sheet).ToDictionary(c => c, c => CleanRecords.OfSheet(c, house.Catalogue.Clean.Received));
    private int _number;

    /// <summary>
    /// Runs them in a house of their own, on files that are gone afterwards; <paramref name="like"/> says where the declarations are,
    /// <paramref name="only"/> which checks (null = all),
    /// <paramref name="postgres"/> an empty database to do it in, not on files.
    /// </summary>
    public static async Task<IReadOnlyList<ExampleOutcome>> InTemporaryHouse(HouseSettings like, IReadOnlySet<string>? only = null,
        string? postgres = null, CancellationToken stop = default)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-check-").FullName;
        try
        {
            var catalogue = CatalogueFiles.Load(like.Catalogue).WithExamples();
            if (only?.FirstOrDefault(id => catalogue.Checks.All(c => c.Id != id)) is { } unknown)
                throw new RefusedException($"Không có quy tắc '{unknown}'.");
            await using var house = await House.Open(new HouseSettings { Data = folder, Catalogue = like.Catalogue,
                Declarations = catalogue, Sql = like.Sql, WarehouseThreads = like.WarehouseThreads,
                WarehousePostgres = postgres, OperationsPostgres = postgres },
                new ExampleClock(catalogue.Clean.Received), stop);
            return await new CheckExamplesRun(house).Run(only, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task<IReadOnlyList<ExampleOutcome>> Run(IReadOnlySet<string>? only = null, CancellationToken stop = default)
    {
        var (sent, damaged) = (new List<Handed>(), new List<Handed>());
        var usual = house.Catalogue.Usual;
        foreach (var name in house.Catalogue.Clean.Records.Keys) sent.Add(await Make(usual, null, name, new CheckExample(name), stop));
        foreach (var sheet in _sheets.Keys) sent.Add(await Make(sheet, null, sheet.Code, new CheckExample(), stop));
        foreach (var check in house.Catalogue.Checks.Where(c => c.Examples is not null && (only?.Contains(c.Id) ?? true)))
            foreach (var (which, example) in new[] { (ExampleOutcome.Fails, check.Examples!.Fails),
                (ExampleOutcome.Passes, check.Examples.Passes) })
                (example.Damaged ? damaged : sent).Add(await Make(house.Catalogue.ContractOf(check), check, which, example, stop));
        var taken = await Take(sent, stop);
        await house.Loader.LoadWaiting(stop);
        foreach (var (one, delivery) in await Take(damaged, stop))
        {
            taken[one] = delivery;
            Damage(delivery.ContentHash);
        }
        await house.Loader.LoadWaiting(stop);

        var spoken = (await house.Warehouse.QueryText<Finding>("select delivery, rule, severity, message, value from std.finding order " +
            "by delivery, rule, message", null, stop)).ToLookup(f => f.Delivery);
        var outcomes = new List<ExampleOutcome>();
        foreach (var one in sent.Concat(damaged))
            outcomes.Add(new(one.Check, one.Example,
                [.. spoken[taken[one].Seq].Select(f => new SpokenRule(f.Rule, (Severity)f.Severity, f.Message, f.Value))], one.Also));
        return outcomes;
    }

    /// <summary>
    /// An example as it is handed in: its content, and before it what it comes after, which is about the same clean record unless it names
    /// another.
    /// </summary>
    private sealed record Handed(Check? Check, string Example, IReadOnlyList<string> Also, IReadOnlyList<Incoming> Contents);

    private async Task<Handed> Make(Contract contract, Check? check, string which, CheckExample example,
        CancellationToken stop)
    {
        var number = ++_number;
        CheckExample[] steps = example.Then is { } then ? [example, then with { From = then.From ?? example.From }] : [example];
        var contents = new List<Incoming>();
        foreach (var step in steps) contents.Add(await Content(contract, step, number, stop));
        return new(check, which, example.Damaged ? [] : steps[^1].Also ?? [], contents);
    }

    /// <summary>Takes all of them in together, in their order; gives the last delivery of each.</summary>
    private async Task<Dictionary<Handed, Delivery>> Take(IReadOnlyList<Handed> all, CancellationToken stop)
    {
        var receipts = await house.Intake.TakeMany([.. all.SelectMany(h => h.Contents)], stop: stop);
        var ledger = (await house.Ledger.All(stop)).ToDictionary(d => d.Id);
        var (taken, at) = (new Dictionary<Handed, Delivery>(), 0);
        foreach (var one in all) taken[one] = ledger[receipts[(at += one.Contents.Count) - 1].TrackingId];
        return taken;
    }

    /// <summary>Changes the last byte of a delivery where it is archived.</summary>
    private void Damage(string hash)
    {
        using var file = new FileStream(Directory.EnumerateFiles(house.Settings.Data, $"{hash}.*", SearchOption.AllDirectories).Single(),
            FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length - 1;
        var last = (byte)file.ReadByte();
        file.Position = file.Length - 1;
        file.WriteByte((byte)(last ^ 1));
    }

    private async Task<Incoming> Content(Contract contract, CheckExample example, int number, CancellationToken stop)
    {
        if (example.File is { } file)
            return new(() => new MemoryStream(ExampleFiles.Write(file, number)),
                new(await SenderOf(example, stop), "example", file.Contract));
        var record = ExampleRecord.Of(_sheets.GetValueOrDefault(contract) ?? house.Catalogue.Clean, example, number);
        var (code, content) = example.Action is { } action ? (EpisodeAction.Contract, Action(action, record, number))
            : (contract.Code, Encoding.UTF8.GetBytes(_sheets.ContainsKey(contract) ? ExampleSheet.Write(contract, record)
                : example.Envelope is { } text ? _envelope.Fill(text, record) : _envelope.Write(record)));
        return new(() => new MemoryStream(content), new(await SenderOf(example, stop), "example", code));
    }

    private byte[] Action(ExampleAction action, ExampleRecord record, int number) =>
        new EpisodeAction(action is ExampleAction.Cancel ? EpisodeActionKind.Cancel : EpisodeActionKind.Restore,
            _envelope.Facility(record)!, _envelope.Episode(record)!, "Thử quy tắc", $"{number}").ToBytes();

    private async Task<string> SenderOf(CheckExample example, CancellationToken stop)
    {
        if (example.Facilities is not { } facilities) return Sender.Local;
        var code = $"example-{string.Join('-', facilities)}";
        if (await house.Senders.Find(code, stop) is null)
            await house.Senders.Add(code, "Ví dụ của quy tắc", string.Join(';', facilities), stop: stop);
        return code;
    }

    private sealed record Finding
    {
        public long Delivery { get; init; }
        public required string Rule { get; init; }
        public int Severity { get; init; }
        public required string Message { get; init; }
        public string? Value { get; init; }
    }
}
