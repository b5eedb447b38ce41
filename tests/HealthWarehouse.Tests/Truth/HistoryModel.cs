using HealthWarehouse.Tests.Link;

namespace HealthWarehouse.Tests.Truth;

/// <summary>A visit as it is sent: under which code, of whom, with which numbers, and which record of the made-up ones it is.</summary>
internal sealed record SentVisit(string Facility, string Code, int Person, string Sex, string Tokens, int Stay, int Amount, bool IsSpoiled)
{
    public override string ToString() =>
        $"{Facility}/{Code} {"ABC"[Person]}{Sex}[{Tokens}] stay {Stay} {Amount}{(IsSpoiled ? " spoiled" : "")}";
}

/// <summary>What one delivery says: visits made at a time, or an action on an episode.</summary>
internal sealed record Message(
    long Number, DateTime KnownAt, DateTime? MadeOn, IReadOnlyList<SentVisit> Visits,
    string? Action = null, (string Facility, string Code) Episode = default, long? Version = null)
{
    public DateTime Local => KnownAt.AddHours(7);

    public DateTime MadeAt => MadeOn is { } made && made < Local ? made : Local;
}

/// <summary>
/// What a house should know after some messages, said once more as briefly as can be: every episode is a walk through what was said of it
/// in the order of receipt, everybody is told apart by <see cref="OrderSpec"/>, and what was known at a moment is what the messages known
/// by then say.
/// </summary>
internal sealed class HistoryModel
{
    private readonly List<Message> _messages = [];

    public IReadOnlyList<Message> Messages => _messages;

    public void Hear(Message message) => _messages.Add(message);

    /// <summary>The same, had it heard one message more.</summary>
    public HistoryModel With(Message message)
    {
        var other = new HistoryModel();
        other._messages.AddRange(_messages.Append(message));
        return other;
    }

    /// <summary>
    /// What stands at a moment, by episode, with the records that were told to be no versions and the actions that had an effect.
    /// </summary>
    public World At(DateTime moment)
    {
        var stands = new SortedDictionary<(string Facility, string Code), Record>();
        var (overruled, applied) = (new SortedDictionary<long, string>(), new SortedSet<long>());
        var episodes = new Dictionary<(string, string), Walk>();
        foreach (var message in _messages.Where(m => m.KnownAt <= moment))
            if (message.Action is { } action) Act(Walk(message.Episode), message, action);
            else foreach (var record in RecordsOf(message)) Take(Walk((record.Visit.Facility, record.Visit.Code)), record);
        foreach (var (episode, walk) in episodes)
            if (walk is { Version: { } version, IsCancelled: false }) stands.Add(episode, version);
        return new(stands, overruled, applied);

        Walk Walk((string, string) episode) => episodes.TryGetValue(episode, out var walk) ? walk : episodes[episode] = new();

        void Take(Walk walk, Record record)
        {
            walk.Records.Add(record.Key, record);
            var why = walk.Version is not { } version ? null
                : !walk.IsCancelled && AreTwo(version, record) ? "A03-two-people"
                : record.MadeAt < walk.Newest ? "A02-older-message"
                : null;
            if (why is not null) overruled.Add(record.Key, why);
            else walk.Stand(record, record.MadeAt);
        }

        void Act(Walk walk, Message message, string action)
        {
            if (action == "use" ? !walk.Records.ContainsKey(message.Version!.Value) : walk.Version is null
                || walk.IsCancelled == (action == "cancel"))
                return;
            applied.Add(message.Number << 24 | 1);
            if (action == "use") walk.Stand(walk.Records[message.Version!.Value], message.Local);
            else walk.IsCancelled = action == "cancel";
        }
    }

    /// <summary>How many persons some records are of, as known at a moment.</summary>
    public int People(DateTime moment, IEnumerable<Record> of)
    {
        var records = Records(moment).ToArray();
        var persons = OrderSpec.Expected([.. records.Select(r => Said(r))]);
        var keys = of.Select(r => r.Key).ToHashSet();
        return records.Select((r, i) => (r.Key, Person: persons[i])).Where(r => keys.Contains(r.Key)).Select(r => r.Person).Distinct()
            .Count();
    }

    public IEnumerable<Record> Records(DateTime moment) => _messages.Where(m => m.KnownAt <= moment).SelectMany(RecordsOf);

    private static IEnumerable<Record> RecordsOf(Message message) =>
        message.Visits.Select((v, i) => new Record(message.Number << 24 | (long)(i + 1), message.MadeAt, v)).Where(r => !r.Visit.IsSpoiled);

    private static OrderSpec.Said Said(Record record) => new(record.Visit.Sex, record.Visit.Tokens);

    /// <summary>
    /// Two people under one code: enough of what is known of them differs when the second comes, and they do not share a citizen number.
    /// </summary>
    private static bool AreTwo(Record first, Record second)
    {
        var (a, b, others) = (first.Visit, second.Visit, first.Visit.Person != second.Visit.Person);
        if (Citizen(a) is { } one && one == Citizen(b)) return false;
        bool[] differs = [others /* name */, others /* birth */, a.Sex != "3" && b.Sex != "3" && a.Sex != b.Sex,
            Citizen(a) is not null && Citizen(b) is not null];
        return differs.Count(d => d) >= (Patient(a) is { } code && code == Patient(b) ? 3 : 2);

        static char? Citizen(SentVisit visit) => visit.Tokens.Where(t => t is >= 'A' and < 'I').Select(t => (char?)t).FirstOrDefault();
        static char? Patient(SentVisit visit) => visit.Tokens.Where(t => t >= 'P').Select(t => (char?)t).FirstOrDefault();
    }

    private sealed class Walk
    {
        public Dictionary<long, Record> Records { get; } = [];
        public Record? Version { get; private set; }
        public DateTime Newest { get; private set; }
        public bool IsCancelled { get; set; }

        public void Stand(Record version, DateTime madeAt)
        {
            (Version, IsCancelled) = (version, false);
            if (madeAt > Newest) Newest = madeAt;
        }
    }
}

/// <summary>A record that could be used.</summary>
internal sealed record Record(long Key, DateTime MadeAt, SentVisit Visit);

/// <summary>What stands at a moment.</summary>
internal sealed record World(
    IReadOnlyDictionary<(string Facility, string Code), Record> Stands, IReadOnlyDictionary<long, string> Overruled,
        IReadOnlySet<long> Applied)
{
    public IEnumerable<string> Told =>
        Stands.Select(s => $"{s.Key.Facility}/{s.Key.Code} {s.Value.Key >> 24}.{s.Value.Key & 0xFFFFFF} {s.Value.Visit.Amount}");
}
