using System.Text.Json;

namespace HealthWarehouse.Guard.Audit;

/// <summary>The last row of a finished day, signed; kept outside the database, best copied elsewhere every day.</summary>
public sealed record AuditRoot(string Day, long Seq, string Hash, string Signature)
{
    internal string Text => $"{Day}|{Seq}|{Hash}";
}

/// <summary>How far the audit had come: its newest row.</summary>
public sealed record AuditTip(long Seq, string Hash);

/// <summary>What is known of the audit outside the database (DATA/audit): a signed root a day and how far it has come, so that rows cut off at the end are missed.</summary>
public sealed class AuditMarks(string folder)
{
    private readonly Lock _lock = new();
    private long _at;

    internal void Move(AuditRow row)
    {
        lock (_lock)
        {
            if (row.Seq <= _at) return;
            _at = row.Seq;
            Put("tip.json", JsonSerializer.Serialize(new AuditTip(row.Seq, row.Hash)));
        }
    }

    internal void Root(AuditRow last, AuditKeys keys)
    {
        var root = new AuditRoot(last.Day, last.Seq, last.Hash, "");
        Put($"{last.Day}.json", JsonSerializer.Serialize(root with { Signature = keys.Sign(root.Text) }));
    }

    public IReadOnlyList<AuditRoot> Roots() => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder, "????-??-??.json").Order(StringComparer.Ordinal).Select(f => Read<AuditRoot>(f) ?? new(Path.GetFileNameWithoutExtension(f), 0, "", ""))];

    public AuditTip? Tip() => Path.Combine(folder, "tip.json") is var file && File.Exists(file) ? Read<AuditTip>(file) : null;

    private static T? Read<T>(string file) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $"{name}.new");
        File.WriteAllText(temporary, text);
        File.Move(temporary, Path.Combine(folder, name), overwrite: true);
    }
}
