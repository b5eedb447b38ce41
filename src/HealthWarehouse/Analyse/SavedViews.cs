using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>Questions people gave a name to, as addresses of the portal: their own and those others share.</summary>
public sealed class SavedViews(Operations operations, TimeProvider clock)
{
    private const int LongestName = 200, LongestPath = 4000;

    public Task<IReadOnlyList<SavedView>> Of(string account, CancellationToken stop = default) =>
        operations.Query<SavedView>("ask/view/of", new { account }, stop);

    /// <summary>Keeps an address within the portal and gives its id; throws FormatException with words for the asker.</summary>
    public async Task<string> Save(string account, string name, string path, bool shared, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            throw new FormatException("Hãy đặt tên cho số liệu này, không quá 200 ký tự.");
        if (path.Length > LongestPath || !path.StartsWith("so-lieu?", StringComparison.Ordinal))
            throw new FormatException("Chỉ lưu được câu hỏi ở trang Số liệu.");
        var id = Guid.CreateVersion7().ToString();
        await operations.ExecuteText(
            "insert into saved_view (id, account, name, path, shared, saved_at) values ($id, $account, $name, $path, $shared, $at)",
            new { id, account, name = name.Trim(), path, shared = shared ? 1 : 0,
                at = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) }, stop);
        return id;
    }

    /// <summary>Takes back what the account itself saved.</summary>
    public Task Remove(string account, string id, CancellationToken stop = default) =>
        operations.ExecuteText("delete from saved_view where id = $id and account = $account", new { id, account }, stop);
}

public sealed record SavedView
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Name { get; init; }
    public required string Path { get; init; }
    public long Shared { get; init; }
}
