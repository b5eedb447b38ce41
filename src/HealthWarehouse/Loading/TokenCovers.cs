using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Loading;

/// <summary>
/// The cover the warehouse's tokens stand under. It changes with every shredding: in copies of the warehouse from before nobody is found by
/// a number any more, though the key of the tokens themselves stays.
/// </summary>
internal sealed class TokenCovers(Warehouse warehouse, Tokens tokens)
{
    private const int TokensAtOnce = 100_000;

    private static readonly TableSpec Covered = new("batch_cover", [new("token", ColumnType.Uuid), new("cover", ColumnType.Uuid)]);

    /// <summary>
    /// Takes up the cover the warehouse says. One that has none yet gets one: an empty one at once, one of before by covering the tokens it
    /// has.
    /// </summary>
    public async Task Take(CancellationToken stop)
    {
        var number = (await warehouse.BehindText<int?>("select number from house.cover", null, stop)).SingleOrDefault();
        if (number is { } gone && tokens.IsGone(gone))
            throw new InvalidOperationException("Kho dữ liệu này có từ trước lần huỷ khoá gần nhất: thẻ nhận dạng trong đó không dùng " +
                "được nữa. Hãy cất kho ấy đi và khởi động lại: kho được dựng lại từ kho lưu trữ.");
        tokens.Use(number ?? 0);
        if (number is not null || !await warehouse.Holds(stop)) return;
        if ((await warehouse.BehindText<long>("select count(*) from std.delivery", null, stop))[0] > 0) await Turn(stop);
        else await Begin(stop);
    }

    private async Task Begin(CancellationToken stop)
    {
        var number = tokens.NewestCover > 0 ? tokens.NewestCover : tokens.NextCover();
        await Note(warehouse, number, stop);
        tokens.Use(number);
    }

    /// <summary>Tells a warehouse that is built anew which cover its tokens stand under.</summary>
    public static Task Note(Warehouse warehouse, int number, CancellationToken stop) => warehouse.Write(async writer =>
    {
        await writer.ExecuteText("delete from house.cover");
        if (number > 0) await writer.ExecuteText("insert into house.cover (number) values ($number)", new { number });
    }, stop);

    /// <summary>Puts every token under a new cover and does away with the covers of before. Loading is held by whoever asks.</summary>
    public async Task Turn(CancellationToken stop)
    {
        var next = tokens.NextCover();
        await warehouse.Write(writer => Turn(writer, next), stop);
        tokens.Use(next);
        tokens.LetGo();
    }

    private async Task Turn(WarehouseWriter writer, int next)
    {
        await writer.ExecuteText(Covered.CreateSql(Covered.Name, temporary: true));
        await writer.ExecuteText($"delete from {Covered.Name}");
        var again = tokens.Again(next);
        for (var after = Guid.Empty; await writer.Query<Guid>("ask/key/tokens",
            new { after = after.ToString(), limit = TokensAtOnce }) is { Count: > 0 } some; after = some[^1])
        {
            var batch = new ColumnBatch(Covered);
            foreach (var token in some) batch.Row().Put(token).Put(again(token));
            await writer.Append(batch, temporary: true);
        }
        await writer.Execute("ask/key/cover", new { number = next });
        await writer.ExecuteText($"delete from {Covered.Name}");
    }
}
