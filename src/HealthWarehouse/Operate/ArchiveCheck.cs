using System.Security.Cryptography;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Loading;

namespace HealthWarehouse.Operate;

/// <summary>
/// What reading every byte of the archive showed: files that are sound, files that are rotten, deliveries whose file is missing, files the
/// ledger does not know.
/// </summary>
public sealed record ArchiveReport(int Sound, IReadOnlyList<string> Rotten, IReadOnlyList<string> Missing, IReadOnlyList<string> Unheld,
    int GivenBack = 0)
{
    public bool Ok => Rotten.Count == 0 && Missing.Count == 0;
}

/// <summary>Reads the whole archive, and gives files that a lost ledger knew back to it as deliveries.</summary>
public sealed class ArchiveCheck(House house)
{
    /// <summary>
    /// Reads every byte of every file and compares it with its name; rotten and unheld files are told by name, missing ones by the tracking
    /// id of their delivery.
    /// </summary>
    public async Task<ArchiveReport> Verify(IProgress<int>? progress = null, CancellationToken stop = default)
    {
        var ledger = await house.Ledger.All(stop);
        var known = ledger.Select(d => house.Contents.HashOf(d.Seq, d.ContentHash))
            .Concat(ledger.Select(d => house.Contents.Redacted(d.Seq)?.ResidueHash).OfType<string>())
            .Concat(ImportedLists.Read(house.Catalogue.Overlay).Select(l => l.Hash)).ToHashSet();
        var (sound, rotten, unheld) = (0, new List<string>(), new List<string>());
        foreach (var name in house.Archive.Names())
        {
            stop.ThrowIfCancellationRequested();
            if (!await IsSound(name, stop)) rotten.Add(name);
            else if (known.Contains(name)) sound++;
            else unheld.Add(name);
            progress?.Report(sound + rotten.Count + unheld.Count);
        }
        string[] missing = [.. ledger.Where(d => !house.Archive.Holds(house.Contents.HashOf(d.Seq, d.ContentHash))).Select(d => d.Id)];
        return new(sound, rotten, missing, unheld);
    }

    /// <summary>
    /// Gives unheld files that are messages back to the ledger, as deliveries of the house itself received when the file was written: a
    /// sealed file does not say who sent it. They are loaded like any; other files (lists that were imported) stay as they are.
    /// </summary>
    public async Task<ArchiveReport> Restore(IProgress<int>? progress = null, CancellationToken stop = default)
    {
        await house.Warehouse.MustHold(stop);
        var report = await Verify(progress, stop);
        await house.Audit.Write(new("khoyte", "archive-restore", "archive", "*", Detail: $"{report.Unheld.Count}"), stop);
        var given = new HashSet<string>();
        foreach (var name in report.Unheld.OrderBy(n => house.Archive.WrittenAt(n)))
            if (ContractOf(name) is { } contract)
            {
                await GiveBack(name, contract, stop);
                given.Add(name);
            }
        if (given.Count > 0) await OldDecisions.Fill(house.Operations, house.Warehouse, stop);
        if (given.Count > 0) house.Intake.Nudge();
        return report with { Unheld = [.. report.Unheld.Where(n => !given.Contains(n))], GivenBack = given.Count };
    }

    private async Task<bool> IsSound(string name, CancellationToken stop)
    {
        try
        {
            await using var content = house.Archive.Open(name);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)) == name;
        }
        catch (Exception e) when (e is IOException or CryptographicException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>What a content is, by what is inside; null when it is no message.</summary>
    private string? ContractOf(string name)
    {
        using (var content = house.Archive.Open(name))
            if (EpisodeAction.Read(content) is not null) return EpisodeAction.Contract;
        using (var content = house.Archive.Open(name))
            if (DeliveryAction.Read(content) is not null) return DeliveryAction.Contract;
        return house.Catalogue.Contracts.Values.FirstOrDefault(IsRead)?.Code;

        bool IsRead(Contract contract)
        {
            using var message = house.Archive.Open(name);
            return contract.Reader().Survey(message) is { Broken: null, Records: > 0 };
        }
    }

    internal static async Task<long> LengthOf(Stream content, CancellationToken stop)
    {
        var (buffer, length) = (new byte[1 << 16], 0L);
        for (int read; (read = await content.ReadAsync(buffer, stop)) > 0;) length += read;
        return length;
    }

    private async Task GiveBack(string hash, string contract, CancellationToken stop)
    {
        var at = house.Archive.WrittenAt(hash);
        var id = Guid.CreateVersion7(at).ToString();
        await using var content = house.Archive.Open(hash);
        var bytes = await LengthOf(content, stop);
        await Inventory.GiveBack(house, new(null, id, Sender.Local, contract, hash, bytes, at, at, 2),
            "Trả lại sổ từ kho lưu trữ; nơi gửi không còn rõ", stop);
    }
}
