using System.Globalization;
using System.Text;
using HealthWarehouse.Analyse;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Truth;

/// <summary>Plays a history against a house and against the model, and sees that both say the same.</summary>
internal sealed class History : IAsyncDisposable
{
    internal abstract record Step;
    internal sealed record Sending(int Code, int Person, bool HidesSex, int Citizen, bool Insured, int Patient, int Stay, bool IsSpoiled);
    internal sealed record Send(bool Elsewhere, int Made, Sending[] Visits) : Step
    {
        public override string ToString() =>
            $"Send({(Elsewhere ? 1 : 0)}, {Times[Made] ?? "-"}: {string.Join(", ", Visits.Select(v => $"{v}"))})";
    }
    internal sealed record SendAgain(int Which) : Step;
    internal sealed record Cancel(int Which) : Step;
    internal sealed record Restore(int Which) : Step;
    internal sealed record Use(int Which, int Of) : Step;
    internal sealed record Replay(int Which) : Step;
    internal sealed record Load : Step;
    internal sealed record TurnClock(int By) : Step;
    internal sealed record Reopen : Step;

    /// <summary>When a sender says it made a message: the clock begins at 10:00 on 20/11/2026.</summary>
    internal static readonly string?[] Times =
        [null, null, "202610150800", "202610150900", "20261018", "202611201100", "20261121", "20990101"];

    internal static readonly TimeSpan[] Turns =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1),
            TimeSpan.FromHours(-1), TimeSpan.FromDays(-2),
    ];

    private static readonly DateTimeOffset Day = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);
    private static readonly string[] Facilities = ["99010", "99151"];           // the second has closed
    private static readonly (string Name, string Sex, string Born, string Citizen)[] Persons =
    [
        ("Trịnh Thị Hư Cấu", "2", "199004120000", "099190000001"), ("Đặng Văn Giả Định", "1", "198511030000", "099085000002"),
        ("Lưu Văn Mộng", "1", "196003020000", "099060000003"),
    ];
    private static readonly (string From, string To, string Kind)[] Stays =
        [("202609150800", "202609151040", "01"), ("202608280800", "202608281040", "01"), ("202608280900", "202609201000", "03")];

    private readonly SetClock _clock;
    private readonly HistoryModel _model = new();
    private readonly List<(byte[] Content, DateTime? Made, SentVisit[] Visits)> _sent = [];
    private readonly List<string> _ids = [];
    private readonly Dictionary<DateTime, string> _told = [];
    private TestHouse _test;
    private Figures _figures;
    private int _amount = 100_000;

    private History(TestHouse test, SetClock clock) =>
        (_test, _clock, _figures) = (test, clock, new(test.House.Catalogue, test.House.Warehouse));

    public static async Task<History> Begin(Engine engine)
    {
        var clock = new SetClock(Day);
        return new(await TestHouse.Open(engine, clock), clock);
    }

    public async ValueTask DisposeAsync()
    {
        _figures.Dispose();
        await _test.DisposeAsync();
    }

    public async Task Take(Step step)
    {
        switch (step)
        {
            case Send send:
                var visits = send.Visits.Select(v => Visit(Facilities[send.Elsewhere ? 1 : 0], v)).ToArray();
                _sent.Add((Envelope(visits, Times[send.Made]), Time(Times[send.Made]), visits));
                await Deliver(_sent[^1]);
                break;
            case SendAgain again when _sent.Count > 0:
                await Deliver(_sent[again.Which % _sent.Count]);
                break;
            case Cancel cancel:
                await Act(EpisodeActionKind.Cancel, Episode(cancel.Which));
                break;
            case Restore restore:
                await Act(EpisodeActionKind.Restore, Episode(restore.Which));
                break;
            case Use use when Keys() is { Length: > 0 } keys:
                var (key, visit) = keys[use.Which % keys.Length];
                await Act(EpisodeActionKind.Use, use.Of == 0 ? Episode(use.Which) : (visit.Facility, visit.Code), key);
                break;
            case Replay replay when _ids.Count > 0 && await _test.House.Ledger.Find(_ids[replay.Which % _ids.Count]) is { } delivery
                && delivery.State != DeliveryState.Queued:
                await _test.House.Ledger.Replay(delivery, "thử");
                break;
            case Load:
                await LoadWaiting();
                break;
            case TurnClock turn:
                _clock.Now += Turns[turn.By];
                break;
            case Reopen:
                _figures.Dispose();
                _test = await _test.Reopen(_clock);
                _figures = new(_test.House.Catalogue, _test.House.Warehouse);
                break;
        }
    }

    public async Task End()
    {
        await LoadWaiting();
        foreach (var moment in _model.Messages.Select(m => m.KnownAt).Distinct()) await AsKnown(moment);
        var random = new Random(_model.Messages.Count);
        if (random.Next(4) == 0) await BatchesSpec.Holds(_test);
        else await HoldsHowever(random);
    }

    /// <summary>
    /// The same deliveries, grouped otherwise, some of them standardised again among the others, leave the same warehouse.
    /// </summary>
    private async Task HoldsHowever(Random random)
    {
        var (house, folder) = (_test.House, Directory.CreateTempSubdirectory("khoyte-test-").FullName);
        try
        {
            await using var database = await EmptyHouse.CopyTo(folder, house.Warehouse.Engine, new SetClock(Day));
            await using var other = database is null
                ? Warehouse.DuckDb(Path.Combine(folder, "warehouse.duckdb"), house.Sql, 512, 1)
                    : Warehouse.PostgreSql(database.ConnectionString, house.Sql);
            await other.Start();
            var workshop = await house.Loader.Prepare(other, default);
            var ledger = await house.Ledger.All();
            for (var next = 0; next < ledger.Count;)
            {
                Delivery[] fresh = [.. ledger.Skip(next).Take(1 + random.Next(random.Next(2) == 0 ? 2 : 9))
                    .Select(d => d with { State = DeliveryState.Queued })];
                Delivery[] again =
                    [.. ledger.Take(next).Where(_ => random.Next(6) == 0).Select(d => d with { State = DeliveryState.Replay })];
                await house.Loader.LoadAll(other, workshop, [.. again, .. fresh], _ => Task.CompletedTask, default);
                next += fresh.Length;
            }
            await new Loading.Derived(workshop, other).Relink(CancellationToken.None);
            var apart = new List<string>();
            foreach (var table in (await Digests.Of(house.Warehouse, default)).Except(await Digests.Of(other, default)))
            {
                var (mine, theirs) = (await Rows(house.Warehouse, table.Table), await Rows(other, table.Table));
                var (here, there) = (mine.Except(theirs).Select(r => $"here: {table.Table} {r}"),
                    theirs.Except(mine).Select(r => $"otherwise: {table.Table} {r}"));
                apart.AddRange(here.Concat(there).DefaultIfEmpty($"{table.Table}: {mine.Length} rows, otherwise {theirs.Length}"));
            }
            apart.ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Rows of a table as text, in an order of their own.</summary>
    private static async Task<string[]> Rows(Warehouse warehouse, string table) =>
        [.. (await warehouse.QueryText<string>($"select cast(t as varchar) from {table} t")).Order(StringComparer.Ordinal)];

    private async Task LoadWaiting()
    {
        await _test.House.Loader.LoadWaiting();
        var world = _model.At(DateTime.MaxValue);
        (await _test.Ask<string>("""
            select concat(facility_code, '/', episode_code, ' ', record_key >> 24, '.', record_key & 16777215, ' ',
                cast(hospital_amount as integer))
            from core.encounter where known_to is null
            """)).Order(StringComparer.Ordinal).ShouldBe(world.Told.Order(StringComparer.Ordinal));
        (await _test.Ask<string>(
            "select concat(record_key >> 24, '.', record_key & 16777215, ' ', why) from std.overruled order by record_key"))
            .ShouldBe(world.Overruled.Select(o => $"{o.Key >> 24}.{o.Key & 0xFFFFFF} {o.Value}"));
        (await _test.Ask<long>("select record_key >> 24 from std.episode_action where applied order by 1"))
            .ShouldBe(world.Applied.Select(a => a >> 24));
        (await Figure(null, false)).ShouldBe(Expected(DateTime.MaxValue));
        (await Figure(null, true)).ShouldBe(Expected(DateTime.MaxValue));
        if (_model.Messages.Count > 0) await AsKnown(_model.Messages[_model.Messages.Count * 2 / 3].KnownAt);
    }

    /// <summary>What was known at a moment is what the messages known by then say; once it is over it never changes.</summary>
    private async Task AsKnown(DateTime moment)
    {
        var told = await Figure(moment, false);
        told.ShouldBe(Expected(moment), $"as known at {moment:s}");
        if (moment < _model.Messages[^1].KnownAt) _told.TryAdd(moment, told);
        if (_told.TryGetValue(moment, out var before)) told.ShouldBe(before);
    }

    private string Expected(DateTime moment)
    {
        var stands = _model.At(moment).Stands.Values.ToArray();
        return $"{stands.Length} {_model.People(moment, stands)} {stands.Sum(s => s.Visit.Amount)}";
    }

    private async Task<string> Figure(DateTime? moment, bool onFacts)
    {
        var slice = new Slice(Period.Parse("2026"), KnownAt: moment is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
        var question = new Question(["encounters", "people_seen", "hospital_amount"], [], slice, new Dictionary<string,
            IReadOnlyList<string>>()) { OnFacts = onFacts };
        var total = (await _figures.Ask(question, Viewer.House)).Total.Values;
        return string.Create(CultureInfo.InvariantCulture, $"{total[0] ?? 0:0} {total[1] ?? 0:0} {total[2] ?? 0:0}");
    }

    private async Task Deliver((byte[] Content, DateTime? Made, SentVisit[] Visits) sent)
    {
        var receipt = await _test.Send(sent.Content);
        var message = Next() with { MadeOn = sent.Made, Visits = sent.Visits };
        if (receipt.Kind is ReceiptKind.Accepted) await Hear(receipt, message);
        else Standing(_model.With(message))
            .ShouldBe(Standing(_model),
            $"a duplicate that would have changed something: {string.Join(", ", sent.Visits.Select(v => $"{v}"))}");

        static IEnumerable<string> Standing(HistoryModel model) =>
            model.At(DateTime.MaxValue).Stands.Select(s => $"{s.Key} {s.Value.Visit}");
    }

    private async Task Act(EpisodeActionKind kind, (string Facility, string Code) episode, long? record = null)
    {
        using var content =
            new MemoryStream(new EpisodeAction(kind, episode.Facility, episode.Code, "thử", Guid.NewGuid().ToString(), record).ToBytes());
        var receipt = await _test.House.Intake.Take(content, new(Sender.Local, "test", EpisodeAction.Contract));
        await Hear(receipt, Next() with { Action = kind.ToString().ToLowerInvariant(), Episode = episode, Version = record });
    }

    private async Task Hear(Receipt receipt, Message message)
    {
        var delivery = (await _test.House.Ledger.Find(receipt.TrackingId))!;
        (delivery.Seq, delivery.KnownAt.UtcDateTime).ShouldBe((message.Number, message.KnownAt));
        _ids.Add(receipt.TrackingId);
        _model.Hear(message);
    }

    private Message Next()
    {
        var (now, last) = (_clock.Now.UtcDateTime, _model.Messages.Count > 0 ? _model.Messages[^1].KnownAt : DateTime.MinValue);
        return new(_model.Messages.Count + 1, now > last ? now : last.AddMicroseconds(1), null, []);
    }

    private (long Key, SentVisit Visit)[] Keys() =>
        [.. _model.Messages.SelectMany(m => m.Visits.Select((v, i) => (m.Number << 24 | (long)(i + 1), v)))];

    private static (string, string) Episode(int which) => (Facilities[which % 4 == 0 ? 1 : 0], $"E{which % 3}");

    private SentVisit Visit(string facility, Sending sending)
    {
        var (place, person) = (Array.IndexOf(Facilities, facility), sending.Person);
        var tokens = sending.Citizen switch { 0 => "", 3 => $"{(char)('A' + (person + 1) % 3)}", _ => $"{(char)('A' + person)}" }
            + (sending.Insured ? $"{(char)('I' + person)}" : "")
            + sending.Patient switch { 0 => "", 3 => $"{(char)('P' + 4 * place + 3)}", _ => $"{(char)('P' + 4 * place + person)}" };
        return new(facility, $"E{sending.Code}", person, sending.HidesSex ? "3" : Persons[person].Sex, tokens, sending.Stay, _amount += 7,
            sending.IsSpoiled);
    }

    private byte[] Envelope(SentVisit[] visits, string? madeOn)
    {
        var together = Tests.Made.Together([.. visits.Select((v, i) => Tests.Made.Envelope(_test, "outpatient", i + 1, Fields(v)))]);
        var made = madeOn is null ? "" : $"<NGAYLAP>{madeOn}</NGAYLAP>";
        return Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(Encoding.UTF8.GetString(together),
            "<NGAYLAP>[^<]*</NGAYLAP>", made));
    }

    private static (string, string, string?)[] Fields(SentVisit visit)
    {
        var (name, _, born, _) = Persons[visit.Person];
        var (from, to, kind) = Stays[visit.Stay];
        return
        [
            ("XML1", "MA_LK", visit.IsSpoiled ? null : visit.Code), ("XML1", "MA_CSKCB", visit.Facility),
            ("XML1", "HO_TEN", name), ("XML1", "GIOI_TINH", visit.Sex), ("XML1", "NGAY_SINH", born),
            ("XML1", "SO_CCCD", Token('A', 'H') is { } citizen ? Persons[citizen - 'A'].Citizen : null),
            ("XML1", "MA_THE_BHYT", Token('I', 'O') is { } card ? $"DN499991230000{card - 'I'}" : null),
            ("XML1", "MA_BN", Token('P', 'Z') is { } patient ? $"BN{(patient - 'P') % 4}" : null),
            ("XML1", "NGAY_VAO", from), ("XML1", "NGAY_RA", to), ("XML1", "MA_LOAI_KCB", kind),
            ("XML1", "T_TONGCHI_BV", $"{visit.Amount}"),
        ];

        char? Token(char first, char last) => visit.Tokens.Where(t => t >= first && t <= last).Select(t => (char?)t).FirstOrDefault();
    }

    private static DateTime? Time(string? made) => made is null ? null
        : made.Length > 8 ? DateTime.ParseExact(made, "yyyyMMddHHmm", CultureInfo.InvariantCulture)
        : DateTime.ParseExact($"{made}235959", "yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
