using System.Text.Json;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// What is known of the audit outside the database (DATA/audit, and a second folder where one is set): a signed root a day and the tip, how
/// far the audit has come, so that rows cut off at the end are missed.
/// </summary>
public sealed class AuditMarks(string folder, string? second = null)
{
    private readonly Lock _lock = new();
    private TipFile? _tip;
    private AuditRoot? _newest;
    private DateOnly? _signed;
    private bool _isOpen;

    public string Folder => folder;

    /// <summary>Number of the newest row anybody was told is written.</summary>
    public long At { get; private set; }

    internal void Open(AuditKeys keys)
    {
        lock (_lock)
        {
            if (_isOpen) return;
            Directory.CreateDirectory(folder);
            _tip = new(Path.Combine(folder, $"tip-{Environment.MachineName}"));
            var signers = keys.Signers(folder);
            At = TipFile.All(folder, keys, signers).Tips.Select(t => t.Seq).Concat(signers.Ahead.Select(t => t.Seq)).DefaultIfEmpty().Max();
            _newest = AuditRoots.Read(folder, signers).Roots is [.., var newest] ? newest : null;
            _signed = _newest is null ? null : DateOnly.ParseExact(_newest.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            _isOpen = true;
        }
    }

    internal void Move(AuditRow row, AuditKeys keys)
    {
        Open(keys);
        lock (_lock)
        {
            // After rows were cut away the old tip stays as it is: it is the proof.
            if (row.Seq <= At && _tip!.Exists) return;
            _tip!.Put(new(row.Seq, row.Hash), keys, keys.InForce);
            At = row.Seq;
            File.Delete(Path.Combine(folder, TipFile.Former));
        }
    }

    /// <summary>The last day that is signed.</summary>
    internal DateOnly? Signed(AuditKeys keys)
    {
        Open(keys);
        return _signed;
    }

    /// <summary>
    /// Days after this one are to be signed: rows begin there, or the clock went back and days come again, to be signed beside what was
    /// signed before.
    /// </summary>
    internal void SignAfter(DateOnly day)
    {
        lock (_lock) if (_signed is null || _signed > day) _signed = day;
    }

    internal void Sign(string day, AuditRow last, AuditKeys keys)
    {
        lock (_lock)
        {
            var root = new AuditRoot(day, last.Seq, last.Hash, "", (_newest?.Number ?? 0) + 1,
                _newest is null ? "" : AuditRoots.DigestOf(_newest), keys.InForce, AuditSigners.Fingerprint(keys.Public));
            root = root with { Signature = keys.Sign(root.Text) };
            Put(folder, File.Exists(Path.Combine(folder, $"{day}.json")) ? $"{day}.{root.Number}.json" : $"{day}.json",
                JsonSerializer.Serialize(root));
            (_newest, _signed) = (root, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Signs a closing root and puts it in its folder.</summary>
    internal AuditClosing Sign(AuditClosing closing, AuditKeys keys)
    {
        lock (_lock)
        {
            var pinned = closing with { Key = keys.InForce };
            pinned = pinned with { Signature = keys.Sign(pinned.Text) };
            Put(AuditClosings.FolderIn(folder), $"{Path.GetFileNameWithoutExtension(closing.File)}.json", JsonSerializer.Serialize(pinned));
            return pinned;
        }
    }

    /// <summary>
    /// Turns to the next audit key after a row: first the tip stands under it, then the turn is written, signed by both signing keys, and
    /// then the ring says that it holds; stopped between them, nothing has turned.
    /// </summary>
    internal void Turn(AuditRow? last, int number, AuditKeys keys)
    {
        Open(keys);
        lock (_lock)
        {
            var signers = keys.Signers(folder);
            // After rows were cut away the tip of before stays, under the new key: it is the proof.
            var tip = TipFile.All(folder, keys, signers).Tips.MaxBy(t => t.Seq) is { } told && told.Seq > (last?.Seq ?? 0)
                ? told : last is null ? null : new AuditTip(last.Seq, last.Hash);
            if (tip is not null) _tip!.Put(tip, keys, number);
            var closing = AuditClosings.Read(folder, signers).Closings is [.., var newest] ? newest : null;
            var standing = new AuditTurn(number, 0, last?.Seq ?? 0, last?.Hash ?? "", _newest?.Number ?? 0,
                _newest is null ? "" : AuditRoots.DigestOf(_newest),
                closing?.Number ?? 0, closing is null ? "" : AuditClosings.DigestOf(closing), "", "");
            keys.Turn(number, standing, turn =>
                Put(AuditTurns.FolderIn(folder), AuditTurns.NameOf(number), JsonSerializer.Serialize(turn)));
        }
    }

    /// <summary>Copies roots, closing roots and turns that the second folder lacks; what stands there is never changed.</summary>
    public void Copy()
    {
        if (second is null) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            if (name == TipFile.Former || File.Exists(Path.Combine(second, name))) continue;
            Put(Path.GetDirectoryName(Path.Combine(second, name))!, Path.GetFileName(name), File.ReadAllText(file));
        }
    }

    internal AuditEvidence Evidence(AuditKeys keys)
    {
        Open(keys);
        lock (_lock)
        {
            var signers = keys.Signers(folder);
            var (roots, faults) = AuditRoots.Read(folder, signers);
            var (tips, damaged) = TipFile.All(folder, keys, signers);
            var (closings, broken) = AuditClosings.Read(folder, signers);
            var unknown = keys.Unknown(signers).Select(t => new AuditFault(t.Seq + 1,
                $"vòng khoá cũ hơn lần đổi khoá nhật ký số {t.Number} đã ký (turns/{AuditTurns.NameOf(t.Number)}): vòng khoá của trước " +
                    "lần đổi đã được đặt lại, các dòng từ đây không còn gì chứng"));
            return new(signers, roots, tips, closings,
                [.. signers.Faults, .. unknown, .. faults, .. broken, .. AuditRoots.MissingFrom(roots, second, signers)], damaged);
        }
    }

    internal static void Put(string folder, string name, string text)
    {
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $"{name}.new");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, Path.Combine(folder, name), overwrite: true);
        Store.Archive.Disk.SyncFolder(folder);
    }
}

/// <summary>All that stands outside the database; faults name the first row they leave without proof.</summary>
internal sealed record AuditEvidence(AuditSigners Signers, IReadOnlyList<AuditRoot> Roots, IReadOnlyList<AuditTip> Tips,
    IReadOnlyList<AuditClosing> Closings, IReadOnlyList<AuditFault> Faults, bool TipDamaged = false);

internal sealed record AuditFault(long Seq, string Text);
