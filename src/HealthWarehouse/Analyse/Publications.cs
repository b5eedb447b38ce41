using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>
/// Tables that leave the house: declared in disclosure.yaml, protected once, when they are published, and given out as they were then. All
/// tables of a period are published together, so that one decision hides what two of them have in common.
/// </summary>
public sealed class Publications(CatalogueFiles catalogue, Figures figures, Operations operations, IAuditLog audit, TimeProvider clock)
{
    public Task<IReadOnlyList<Publication>> All(CancellationToken stop = default) =>
        operations.Query<Publication>("ask/published/all", null, stop);

    /// <summary>A published table as the JSON it was kept as; null when there is none.</summary>
    public Task<string?> Content(string code, string period, CancellationToken stop = default) =>
        operations.One<string>("ask/published/content", new { code, period }, stop);

    public async Task<PublishedContent?> Find(string code, string period, CancellationToken stop = default) =>
        await Content(code, period, stop) is { } content ? JsonSerializer.Deserialize<PublishedContent>(content, Web) : null;

    /// <summary>
    /// Publishes every declared table of a length of period that is not out yet; throws RefusedException with words for the asker where
    /// there is none, or the period still runs. Gives the codes of those of which only the total could be told.
    /// </summary>
    public async Task<IReadOnlyList<string>> Publish(Period period, Viewer by, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, "publish", "published-table", period.Code, Source: by.Source), stop);
        if (!by.May(Right.Approve) || !by.SeesAll)
            throw new NotAllowedException("Chỉ lãnh đạo Sở, với quyền toàn tỉnh, công bố được bảng.");
        var declared = catalogue.Disclosure.Published
            .Where(t => t.Months == period.Months && (period.Start.Month - 1) % t.Months == 0).ToArray();
        if (declared.Length == 0) throw new RefusedException("Không có bảng công bố nào khai báo cho kỳ này.");
        if (Standing.Of(period, await figures.KnownTo(new(period), Viewer.House, stop)).State is not PeriodState.Full)
            throw new RefusedException("Kỳ chưa kết thúc; chỉ công bố kỳ đã hết.");
        var answers = await Task.WhenAll(declared.Select(t => figures.Protected(
            new(t.Measures, t.By, new(period), new Dictionary<string, IReadOnlyList<string>>()), stop)));
        var at = clock.GetUtcNow();
        PublishedContent[] contents = [.. declared.Zip(answers, (table, answer) => PublishedContent.Of(table, answer, at))];
        await operations.Write(async change =>
        {
            var added = 0;
            foreach (var content in contents)
                added += await change.Execute("ask/published/add", new
                {
                    code = content.Code, period = period.Code, title = content.Title, account = by.Account,
                    at = at.ToString("O", CultureInfo.InvariantCulture),
                    content = JsonSerializer.Serialize(content, Web),
                });
            return added;
        }, stop);
        return [.. contents.Where(c => c.Note is not null).Select(c => c.Code)];
    }

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>A table that is out.</summary>
public sealed record Publication
{
    public required string Code { get; init; }
    public required string Period { get; init; }
    public required string Title { get; init; }
    public required string PublishedAt { get; init; }
}

/// <summary>What was published: a hidden value is null and its mark true; of a measure that is withheld only the total is told.</summary>
public sealed record PublishedContent(string Code, string Title, string Period, string PeriodName, DateTimeOffset PublishedAt,
    IReadOnlyList<PublishedName> By, IReadOnlyList<PublishedName> Measures, IReadOnlyList<PublishedRow> Rows, PublishedRow Total,
    IReadOnlyList<string> Withheld)
{
    /// <summary>What is said of a table of which nothing but the total could be told.</summary>
    public const string OnlyTotal = "Bảng này chưa công bố được: ẩn ít hơn thì số nhỏ bị suy ra; chỉ có tổng.";

    public string? Note => Rows.Count == 0 && Withheld.Count > 0 ? OnlyTotal : null;

    internal static PublishedContent Of(PublishedTable table, Answer answer, DateTimeOffset at) => new(table.Code, table.Title,
        answer.Period.Code, answer.Period.Name, at, [.. answer.By.Select(d => new PublishedName(d.Code, d.Name))],
        [.. answer.Measures.Select(m => new PublishedName(m.Code, $"{m.Name} ({m.Unit})"))], [.. answer.Rows.Select(Row)],
        Row(answer.Total), answer.Withheld ?? []);

    private static PublishedRow Row(Figure row) => new([.. row.Keys.Select(k => new PublishedName(k.Code ?? "", k.Name))], row.Values,
        [.. row.Values.Select((_, i) => row.Hides(i))]);
}

public sealed record PublishedName(string Code, string Name);

public sealed record PublishedRow(IReadOnlyList<PublishedName> Keys, IReadOnlyList<decimal?> Values, IReadOnlyList<bool> Hidden);
