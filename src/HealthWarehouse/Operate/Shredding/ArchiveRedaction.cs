using System.IO.Pipelines;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Loading;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Operate.Shredding;

/// <summary>
/// Takes a person's records out of the archived deliveries: each delivery gets a new content without them and a residue with the rows they
/// had, both in the archive before the delivery is said to stand on them. Nothing clear touches the disk on the way.
/// </summary>
internal sealed class ArchiveRedaction(House house, Shredding shredding)
{
    public async Task Run(CancellationToken stop)
    {
        var keys = await ShreddingRun.Records(house, shredding.Id, stop);
        var (records, dropped) = await house.Warehouse.Write(async writer =>
        {
            await ShreddingRun.Names(writer, ShreddingRun.Shred, keys);
            return ((await writer.Query<PlannedRecord>("ask/shredding/planned-records")).ToLookup(r => r.Delivery),
                (await writer.Query<DroppedToken>("ask/shredding/neighbours")).ToLookup(t => t.Record >> 24));
        }, stop);
        foreach (var seq in records.Select(g => g.Key).Union(dropped.Select(g => g.Key)).Order())
        {
            stop.ThrowIfCancellationRequested();
            ShreddingRun.Before.Value?.Invoke($"delivery {seq}");
            if (house.Contents.Redacted(seq)?.Shredding == shredding.Id) continue;
            var delivery = await house.Ledger.Find(seq, stop) ?? throw new InvalidOperationException($"Sổ tiếp nhận thiếu lần gửi {seq}.");
            await Redact(delivery, [.. records[seq]], [.. dropped[seq]], stop);
        }
    }

    private async Task Redact(Delivery delivery, IReadOnlyList<PlannedRecord> records, IReadOnlyList<DroppedToken> dropped,
        CancellationToken stop)
    {
        var old = house.Contents.HashOf(delivery.Seq, delivery.ContentHash);
        var before = house.Contents.Redacted(delivery.Seq);
        var former = Residues.Read(house.Contents.Residue(delivery.Seq));
        await house.Contents.Ready([delivery], stop);
        var residues = Actions.Are(delivery.Contract) ? [] : Leave(delivery, records);
        var redaction = new Redaction([.. (former?.Residues ?? []).Where(r => residues.All(n => n.Record != r.Record)), .. residues],
            [.. former?.Dropped ?? [], .. dropped]);

        var stored = records.Count == 0 ? old : await Store(delivery, records, stop);
        using var residue = new MemoryStream(Residues.ToBytes(redaction));
        var residueHash = (await house.Archive.Put(residue, stop: stop)).Hash;
        string[] goes = [.. stored == old ? [] : new[] { old }, .. before is null ? [] : new[] { before.ResidueHash }];
        await house.Operations.Write(async change =>
        {
            await EntryDesk.Turn(change);
            var leaves = goes.ToDictionary(h => h, house.Archive.LeafOf);
            foreach (var hash in goes)
                await change.Execute("ask/shredding/file-add",
                    new { shredding.Id, delivery = delivery.Seq, hash, leaf = leaves[hash]?.ToString(CultureInfo.InvariantCulture) });
            return await change.Execute("ask/shredding/redact",
                new { delivery = delivery.Seq, stored, residue = residueHash, shredding = shredding.Id, at = house.Clock.GetUtcNow() });
        }, stop);
        house.Contents.Note(new() { Delivery = delivery.Seq, StoredHash = stored, ResidueHash = residueHash, Shredding = shredding.Id });
    }

    /// <summary>Binds the records once more, and keeps their rows without anything sealed.</summary>
    private List<Residue> Leave(Delivery delivery, IReadOnlyList<PlannedRecord> records)
    {
        var wanted = records.ToDictionary(r => r.Record);
        var fields = new SealedFields(house.Catalogue.Contracts.Values);
        var workshop = house.Loader.Workshop;
        var (binder, set, left) = (workshop.Binder(delivery.Contract), workshop.Set(), new List<Residue>());
        using var content = house.Contents.Open(delivery);
        foreach (var record in house.Contents.Reader(house.Catalogue.ContractOf(delivery.Contract), delivery).ReadRecords(content))
        {
            if (!wanted.TryGetValue(record.Number, out var planned)) continue;
            // A record that was taken is taken again, whatever the sender may send today.
            var facilities = planned.Kept ? null : new HashSet<string>();
            binder.Bind(record, LoadRun.Context(delivery, facilities), set);
            left.Add(Residue.Of(record.Number, set, Guid.Parse(shredding.Tombstone), fields));
            set.Clear();
        }
        workshop.Return(binder);
        workshop.Return(set);
        return left.Count == wanted.Count
            ? left : throw new InvalidDataException($"Lần gửi {delivery.Seq} trong kho lưu trữ thiếu hồ sơ cần huỷ.");
    }

    /// <summary>Writes the delivery without the records into the archive, through memory only.</summary>
    private async Task<string> Store(Delivery delivery, IReadOnlyList<PlannedRecord> records, CancellationToken stop)
    {
        if (delivery.Contract == EpisodeAction.Contract)
        {
            await using var content = house.Contents.Open(delivery);
            var action = EpisodeAction.Read(content) ?? throw new JsonException("Yêu cầu huỷ hoặc khôi phục không đọc được.");
            return (await house.Archive.Put(new MemoryStream((action with { Reason = "" }).ToBytes()), stop: stop)).Hash;
        }
        var pipe = new Pipe();
        var writing = Task.Run(async () =>
        {
            try
            {
                var target = pipe.Writer.AsStream(leaveOpen: true);
                house.Catalogue.ContractOf(delivery.Contract)
                    .Redact(() => house.Contents.Open(delivery), records.Select(r => r.Record).ToHashSet(), target,
                        house.Layouts.Of(delivery.Layout));
                await target.FlushAsync(stop);
                await pipe.Writer.CompleteAsync();
            }
            catch (Exception e)
            {
                await pipe.Writer.CompleteAsync(e);
                throw;
            }
        }, stop);
        await using var source = pipe.Reader.AsStream();
        var hash = (await house.Archive.Put(source, stop: stop)).Hash;
        await writing;
        return hash;
    }
}
