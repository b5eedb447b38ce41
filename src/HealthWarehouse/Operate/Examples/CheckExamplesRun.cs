using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Operate.Examples;

/// <summary>
/// Sends every example of every declared check through a house like any delivery, and tells of each whether the rule spoke, or kept silent, as it should.
/// The examples are written for the day that clean.yaml names, so the house's clock must stand there or later.
/// </summary>
public sealed class CheckExamplesRun(House house)
{
    private readonly ExampleEnvelope _envelope = new(house.Catalogue.Claims, house.Catalogue.Clean.Received);
    private int _number;

    /// <summary>Runs them in a house of their own, on files that are gone afterwards; <paramref name="like"/> says where the declarations are.</summary>
    public static async Task<IReadOnlyList<ExampleOutcome>> InTemporaryHouse(HouseSettings like, CancellationToken stop = default)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-check-").FullName;
        try
        {
            var received = CatalogueFiles.Load(like.Catalogue).Clean.Received;
            await using var house = await House.Open(new HouseSettings { Data = folder, Catalogue = like.Catalogue, Sql = like.Sql }, new ExampleClock(received), stop);
            return await new CheckExamplesRun(house).Run(stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task<IReadOnlyList<ExampleOutcome>> Run(CancellationToken stop = default)
    {
        var sent = new List<(Check? Check, string Example, IReadOnlyList<string> Also, string Tracking)>();
        var damaged = new List<(Check Check, string Example, CheckExample Sent)>();
        foreach (var name in house.Catalogue.Clean.Records.Keys) sent.Add((null, name, [], await Send(new CheckExample(name), stop)));
        foreach (var check in house.Catalogue.Checks.Where(c => c.Examples is not null))
            foreach (var (which, example) in new[] { (ExampleOutcome.Fails, check.Examples!.Fails), (ExampleOutcome.Passes, check.Examples.Passes) })
                if (example.Damaged) damaged.Add((check, which, example));
                else sent.Add((check, which, (example.Then ?? example).Also ?? [], await Send(example, stop)));
        await house.Loader.LoadWaiting(stop);
        foreach (var (check, which, example) in damaged) sent.Add((check, which, [], await Damage(await Send(example, stop), stop)));
        await house.Loader.LoadWaiting(stop);

        var spoken = (await house.Warehouse.QueryText<Finding>("select delivery, rule, severity, message, value from std.finding order by delivery, rule, message", null, stop)).ToLookup(f => f.Delivery);
        var outcomes = new List<ExampleOutcome>();
        foreach (var (check, example, also, tracking) in sent)
            outcomes.Add(new(check, example, [.. spoken[(await house.Ledger.Find(tracking, stop))!.Seq].Select(f => new SpokenRule(f.Rule, (Severity)f.Severity, f.Message, f.Value))], also));
        return outcomes;
    }

    /// <summary>Hands an example to the intake, and what comes after it, which is about the same clean record unless it names another; gives the tracking id of the last.</summary>
    private async Task<string> Send(CheckExample example, CancellationToken stop)
    {
        var number = ++_number;
        var first = await Take(example, number, stop);
        return example.Then is { } then ? await Take(then with { From = then.From ?? example.From }, number, stop) : first;
    }

    /// <summary>Changes the last byte of a delivery where it is archived.</summary>
    private async Task<string> Damage(string tracking, CancellationToken stop)
    {
        var hash = (await house.Ledger.Find(tracking, stop))!.ContentHash;
        using var file = new FileStream(Directory.EnumerateFiles(house.Settings.Data, $"{hash}.*", SearchOption.AllDirectories).Single(), FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length - 1;
        var last = (byte)file.ReadByte();
        file.Position = file.Length - 1;
        file.WriteByte((byte)(last ^ 1));
        return tracking;
    }

    private async Task<string> Take(CheckExample example, int number, CancellationToken stop)
    {
        var record = ExampleRecord.Of(house.Catalogue.Clean, example, number);
        var (contract, content) = example.Action is { } action
            ? (EpisodeAction.Contract, new EpisodeAction(action is ExampleAction.Cancel ? EpisodeActionKind.Cancel : EpisodeActionKind.Restore, _envelope.Facility(record)!, _envelope.Episode(record)!, "Thử quy tắc", $"{number}").ToBytes())
            : (house.Catalogue.Claims.Code, Encoding.UTF8.GetBytes(example.Envelope is { } text ? _envelope.Fill(text, record) : _envelope.Write(record)));
        using var stream = new MemoryStream(content);
        return (await house.Intake.Take(stream, new(await SenderOf(example, stop), "example", contract), stop: stop)).TrackingId;
    }

    private async Task<string> SenderOf(CheckExample example, CancellationToken stop)
    {
        if (example.Facilities is not { } facilities) return Sender.Local;
        var code = $"example-{string.Join('-', facilities)}";
        if (await house.Senders.Find(code, stop) is null) await house.Senders.Add(code, "Ví dụ của quy tắc", string.Join(';', facilities), stop: stop);
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
