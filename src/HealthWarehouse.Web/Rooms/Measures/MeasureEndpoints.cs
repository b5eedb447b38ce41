using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Operate;
using HealthWarehouse.Records;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Measures;

internal static class MeasureEndpoints
{
    public static void MapMeasures(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Chỉ số");
        api.MapGet("/measures", (Figures figures) => figures.Book.Measures)
            .WithSummary("Danh sách chỉ số: nghĩa, điều kiện, căn cứ, các chiều");
        api.MapGet("/indicators", (Figures figures) => figures.Book.Indicators)
            .WithSummary("Danh sách chỉ tiêu: tử số, mẫu số, căn cứ, người chịu trách nhiệm");
        api.MapGet("/query", Ask).WithSummary("Giá trị của các chỉ số, tách theo chiều: measure=a,b&by=facility,month&where=sex=2;3"
            + "&compare=last-year&top=10&rest=true&sort=-value&format=csv&shape=wide&heads=both");
        api.MapGet("/query/episodes", Episodes).WithSummary("Các đợt khám, chữa bệnh sau một số liệu; cần mục đích");
        api.MapGet("/query/rows", Rows).WithSummary("Các dòng sau một số liệu đếm dòng (đăng ký, thiết bị, bảng giá…); cần mục đích");
        api.MapGet("/completeness", Completeness).WithSummary("Cơ sở nào đã gửi dữ liệu trong kỳ, hạn gửi tiếp: json hoặc csv");
        api.MapGet("/episodes/{key:long}/measures", Explain).WithSummary("Một đợt được tính vào chỉ số nào, vì sao không; cần mục đích");
    }

    private static async Task<IResult> Completeness(string period, Figures figures, HttpContext http, CancellationToken stop,
        string format = "json")
    {
        var sendings = await figures.Sendings(Period.Parse(period), http.User.Viewer()!, stop);
        return format == "csv" ? Csv.File(sendings, $"tinh-hinh-gui-{period}.csv") : TypedResults.Ok(sendings);
    }

    private static async Task<Results<Ok<Answer>, FileStreamHttpResult, ProblemHttpResult>> Ask(
        string measure, string? by, string? compare, int? top, [AsParameters] ReportRequest asked, House house, Figures figures,
            HttpContext http, CancellationToken stop, bool cumulative = false, bool debug = false, bool rest = false,
        [FromQuery] string[]? where = null, string? sort = null, string? shape = null, string? heads = null)
    {
        var question = Questions.Of(measure, by, where, asked.ToSlice(house.Catalogue), compare, top, rest);
        var (viewer, form) = (http.User.Viewer()!, FileShape.Of(shape, heads));
        if ((figures.Fault(question, viewer) ?? figures.Book.Strange(question)) is { } fault)
            return Problems.Bad("Không trả lời được câu hỏi này", fault);
        var format = asked.Format ?? "json";
        if (format != "json" && !FigureFiles.Types.ContainsKey(format))
            return Problems.Bad("Không có dạng tệp này", $"format phải là json, {string.Join(", ", FigureFiles.Types.Keys)}.");
        var answer = RowOrder.Sorted(await figures.Ask(cumulative ? question.Cumulative() : question, viewer, stop), sort);
        if (QuestionWords.Strange(question, answer, figures.Book) is { } strange)
            return Problems.Bad("Không trả lời được câu hỏi này", strange);
        if (!debug || !viewer.May(HealthWarehouse.Catalogue.Right.Steward)) answer = answer with { Plans = [] };
        var words = QuestionWords.Of(question, answer, house.Catalogue, viewer);
        if (format == "json") return TypedResults.Ok(answer with { Asked = words });
        var content = new MemoryStream();
        await FigureFiles.Write(answer, format, content, words, house.Catalogue.Disclosure.Mark, form);
        content.Position = 0;
        return TypedResults.File(content, FigureFiles.Types[format], FigureFiles.NameOf(answer, format));
    }

    private static async Task<Ok<IReadOnlyList<CellEpisode>>> Episodes(
        string measure, string purpose, [AsParameters] ReportRequest asked, House house, Figures figures, PersonalReads reads,
            Outflows outflows, HttpContext http, CancellationToken stop, int offset = 0,
        [FromQuery] string[]? where = null)
    {
        var question = Questions.Of(measure, null, where, asked.ToSlice(house.Catalogue));
        var viewer = http.User.Viewer()!;
        var episodes = await reads.Read(viewer, purpose, "figure", $"{measure}?{string.Join('&', where ?? [])}&{asked.Query()}", null,
            () => figures.Episodes(question, 200, Math.Max(0, offset), viewer, stop), all => all.Select(e => e.PersonKey), stop);
        await outflows.Read(viewer, purpose, "Danh sách đợt sau số liệu", episodes.Select(e => e.PersonKey).Distinct().Count(),
            episodes.Count, identity: false, stop);
        http.Response.Headers[Withheld.Header] = Withheld.Word(house.Catalogue, viewer);
        return TypedResults.Ok(episodes);
    }

    private static async Task<Ok<CellRows>> Rows(
        string measure, string purpose, [AsParameters] ReportRequest asked, House house, Figures figures, PersonalReads reads,
            Outflows outflows, HttpContext http, CancellationToken stop, int offset = 0,
        [FromQuery] string[]? where = null)
    {
        var question = Questions.Of(measure, null, where, asked.ToSlice(house.Catalogue));
        var viewer = http.User.Viewer()!;
        var rows = await reads.Read(viewer, purpose, "figure", $"{measure}?{string.Join('&', where ?? [])}&{asked.Query()}", null,
            () => figures.Rows(question, 200, Math.Max(0, offset), viewer, stop), all => all.Rows.Select(r => r.PersonKey), stop);
        await outflows.Read(viewer, purpose, "Danh sách dòng sau số liệu", rows.Rows.Select(r => r.PersonKey).Distinct().Count(),
            rows.Rows.Count, identity: false, stop);
        return TypedResults.Ok(rows);
    }

    private static async Task<Results<Ok<IReadOnlyList<Explanation>>,
        NotFound>> Explain(long key, string purpose, Figures figures, PersonalReads reads, RecordPlaces places, Outflows outflows,
        HttpContext http, CancellationToken stop)
    {
        if (await places.Find(key, stop) is not { } place) return TypedResults.NotFound();
        var viewer = http.User.Viewer()!;
        var told = await reads.ReadRecord(viewer, purpose, "episode-measures", place, sight =>
            figures.Explain(key, sight.Viewer, stop), Messages.NoOpening, stop);
        await outflows.Read(viewer, purpose, "Một đợt được tính vào đâu", 1, 1, identity: false, stop);
        return TypedResults.Ok(told);
    }
}
