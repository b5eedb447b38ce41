using HealthWarehouse.Link;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Loading;

/// <summary>
/// What follows from std: link and core. At every start they are looked at for rows that stand twice, and once, in a warehouse of an
/// earlier edition, compared with what std says; where they differ both are worked out again from std, stretch by stretch. The archive is
/// not needed for that.
/// </summary>
internal sealed class Derived(Workshop workshop, Warehouse warehouse)
{
    /// <summary>How link and core are worked out from std; another number than the warehouse's makes the start look closer.</summary>
    private const int Edition = 1;

    private const int StretchRecords = 40_000;

    /// <summary>Mends what is wrong, and tells it in words; null when all was well.</summary>
    public async Task<string?> Repair(CancellationToken stop)
    {
        var doubled = (await warehouse.Behind<long>("std/damage", null, stop))[0];
        var findings = 0L;
        var wrong = 0L;
        if ((await warehouse.BehindText<int>("select edition from house.edition", null, stop)).SingleOrDefault() != Edition)
            await warehouse.Write(async writer =>
            {
                findings = (await writer.Query<long>("std/twice-found"))[0];
                wrong = await Wrong(writer);
                await writer.ExecuteText("delete from house.edition");
                if (doubled + wrong == 0)
                    await writer.ExecuteText("insert into house.edition (edition) values ($edition)", new { edition = Edition });
            }, stop);
        if (doubled + wrong > 0) await Again(stop);
        var relinked = await Relink(stop);
        if (warehouse.Engine is Engine.PostgreSql) await warehouse.Write(writer => writer.Execute("std/unique"), stop);
        return doubled + wrong + findings == 0 ? relinked : string.Create(CultureInfo.InvariantCulture,
            $"Kho giữ {doubled} dòng đứng hai lần, {wrong} phiên bản biết sai thời điểm và {findings} phát hiện lặp lại, do lỗi của bản " +
                $"trước; đã tính lại từ dữ liệu chuẩn hoá.");
    }

    /// <summary>How many versions core knows at another time than std says; repeated findings are taken away on the way.</summary>
    private async Task<long> Wrong(WarehouseWriter writer)
    {
        await workshop.Core.Judge(writer, hasActions: false, "std/touch-all");
        var changed = (await writer.Query<(long Ended, long Undone)>("std/changed-spans"))[0];
        return changed.Ended + changed.Undone + (await writer.QueryText<long>("select count(*) from batch_new"))[0];
    }

    /// <summary>Works out anew who is who, where that is due; gives in words why, if it was an earlier edition's way of doing it.</summary>
    public async Task<string?> Relink(CancellationToken stop)
    {
        if (await warehouse.BehindText<DateTime?>("select since from link.relink", null, stop) is not [var since]) return null;
        await warehouse.Write(Relink, stop);
        return since is null && (await warehouse.BehindText<long>("select count(*) from link.record_person", null, stop))[0] > 0
            ? "Đã nhận diện lại người bệnh của mọi hồ sơ: từ bản này mã người rút từ bí mật của hồ sơ, huỷ được." : null;
    }

    /// <summary>Works out anew who is who from the tokens that stand.</summary>
    public async Task Relink(WarehouseWriter writer)
    {
        await PersonResolver.Forget(writer);
        await workshop.Landing.Begin(writer);
        foreach (var (first, last) in Stretches(await writer.QueryText<(long, int)>(Deliveries)))
        {
            await workshop.Landing.Stand(writer, first, last);
            await workshop.Persons.Resolve(writer);
        }
        await PersonResolver.Refresh(writer);
        await workshop.Landing.Begin(writer);
    }

    private const string Deliveries = "select delivery, records from std.delivery order by delivery";

    private async Task Again(CancellationToken stop)
    {
        var stretches = Stretches(await warehouse.BehindText<(long, int)>(Deliveries, null, stop));
        await warehouse.Write(async writer =>
        {
            await PersonResolver.Forget(writer);
            foreach (var fact in CoreFacts.All(writer).Where(workshop.Core.IsDeclared))
                await writer.ExecuteText($"delete from {fact.Table}");
            await writer.ExecuteText("delete from std.version; delete from std.list_span;");
            await writer.ExecuteText("delete from mart.rollup");        // the rollups are made again after this
            await writer.ExecuteText("delete from house.edition");
        }, stop);
        foreach (var (first, last) in stretches)
            await warehouse.Write(async writer =>
            {
                await workshop.Landing.Stand(writer, first, last);
                await workshop.Persons.Resolve(writer);
            }, stop);
        foreach (var (first, last) in stretches)
            await warehouse.Write(async writer =>
            {
                await workshop.Landing.Stand(writer, first, last);
                await workshop.Core.Again(writer);
            }, stop);
        await warehouse.Write(async writer =>
        {
            await workshop.Landing.Begin(writer);
            await writer.ExecuteText("delete from batch_partition");
            await writer.ExecuteText("insert into house.edition (edition) values ($edition)", new { edition = Edition });
        }, stop);
    }

    /// <summary>Stretches of whole deliveries, from the first record key to the last.</summary>
    private static List<(long First, long Last)> Stretches(IReadOnlyList<(long Delivery, int Records)> deliveries)
    {
        var stretches = new List<(long, long)>();
        for (var i = 0; i < deliveries.Count;)
        {
            var (first, records) = (i, 0);
            do records += deliveries[i++].Records;
            while (i < deliveries.Count && records + deliveries[i].Records <= StretchRecords);
            stretches.Add((RecordBinder.KeyOf(deliveries[first].Delivery, 0), RecordBinder.KeyOf(deliveries[i - 1].Delivery + 1, 0) - 1));
        }
        return stretches;
    }
}
