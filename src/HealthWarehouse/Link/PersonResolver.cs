using System.Buffers.Binary;
using System.Security.Cryptography;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Link;

/// <summary>
/// Gives each encounter of a batch to a person by exact tokens, in the order of receipt, so that the outcome does not depend on how deliveries
/// were grouped. The first declared rule that finds a person wins; a rule that merges joins two persons it shows to be one, the older staying.
/// </summary>
public sealed class PersonResolver(MatchingRules rules)
{
    private static readonly TableSpec Person = new("link.person", [new("person_key", ColumnType.Long), new("sex", ColumnType.Text), new("birth_year", ColumnType.Int), new("merged_into", ColumnType.Long)]);
    private static readonly TableSpec Token = new("link.person_token", [new("rule", ColumnType.Text), new("token", ColumnType.Uuid), new("person_key", ColumnType.Long)]);
    private static readonly TableSpec Encounter = new("link.encounter_person", [new("encounter_key", ColumnType.Long), new("person_key", ColumnType.Long), new("rule", ColumnType.Text)]);

    /// <summary>The declared rules, and before them the tombstones of persons that were shredded: they hold their records together and agree with all of them.</summary>
    private readonly Dictionary<string, (MatchingRule Rule, int Order)> _rules = rules.Rules.Prepend(new(Tombstone.Rule, "Đã huỷ khoá", [], false, [])).Select((r, i) => (r, i)).ToDictionary(r => r.r.Id, r => (r.r, r.i));

    /// <summary>Rule of an encounter that carries no token.</summary>
    public const string NoRule = Decisions.None;

    public async Task Resolve(WarehouseWriter writer)
    {
        var decisions = new Decisions(_rules);
        foreach (var encounter in (await writer.Query<KnownToken>("link/batch")).GroupBy(t => t.RecordKey)) decisions.Decide(encounter.Key, [.. encounter]);
        foreach (var alone in await writer.Query<Alone>("link/tokenless")) decisions.Give(alone.RecordKey, decisions.New(alone.RecordKey, alone.Sex, alone.BirthYear), Decisions.None);

        await Write(writer, decisions);
        foreach (var (person, into) in decisions.Merges) await writer.Execute("link/merge", new { person, into });
    }

    private static async Task Write(WarehouseWriter writer, Decisions decisions)
    {
        var persons = new ColumnBatch(Person);
        foreach (var (key, sex, birthYear) in decisions.Persons)
        {
            var row = persons.Add();
            persons.Columns[0].Set(row, key);
            persons.Set(1, row, sex);
            if (birthYear is { } year) persons.Columns[2].Set(row, year);
        }
        var tokens = new ColumnBatch(Token);
        foreach (var (rule, token, person) in decisions.NewTokens)
        {
            var row = tokens.Add();
            tokens.Set(0, row, rule);
            tokens.Columns[1].Set(row, token);
            tokens.Columns[2].Set(row, person);
        }
        var encounters = new ColumnBatch(Encounter);
        foreach (var (encounter, person, rule) in decisions.Encounters)
        {
            var row = encounters.Add();
            encounters.Columns[0].Set(row, encounter);
            encounters.Columns[1].Set(row, person);
            encounters.Set(2, row, rule);
        }
        await writer.ExecuteText("delete from batch_encounter_person");
        await writer.Append(persons);
        await writer.Append(tokens);
        await writer.Append(encounters);
        await writer.Append(encounters, "batch_encounter_person", temporary: true);
    }

    /// <summary>Key of a person: drawn from the record that first showed it, so that a rebuild gives the same.</summary>
    internal static long KeyOf(long record)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, record);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(bytes)) & long.MaxValue;
    }

    internal sealed record KnownToken
    {
        public long RecordKey { get; init; }
        public required string Rule { get; init; }
        public Guid Token { get; init; }
        public string? Sex { get; init; }
        public int? BirthYear { get; init; }
        public long? PersonKey { get; init; }
        public string? PersonSex { get; init; }
        public int? PersonBirthYear { get; init; }
    }

    private sealed record Alone
    {
        public long RecordKey { get; init; }
        public string? Sex { get; init; }
        public int? BirthYear { get; init; }
    }
}
