using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Shared;

/// <summary>Errors as RFC 9457 problems in Vietnamese, one shape everywhere; nothing internal leaves.</summary>
internal static class Problems
{
    public static ProblemHttpResult Bad(string title, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status422UnprocessableEntity, title: title);

    public static ProblemHttpResult Conflict(string title, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);

    /// <summary>Status and words for what a request ran into.</summary>
    public static (int Status, string Title, string Detail) Of(Exception? fault) => fault switch
    {
        BadKeyException => (StatusCodes.Status400BadRequest, "Khoá không dùng được", fault.Message),
        OutOfScopeException => (StatusCodes.Status403Forbidden, "Ngoài phạm vi", fault.Message),
        RefusedException => (StatusCodes.Status422UnprocessableEntity, "Yêu cầu không đúng", fault.Message),
        Microsoft.OData.ODataException => (StatusCodes.Status400BadRequest, "Câu hỏi OData không đúng", fault.Message),
        Analyse.FeedChangedException => (StatusCodes.Status410Gone, "Số liệu đã thay đổi", fault.Message),
        NotAllowedException => (StatusCodes.Status403Forbidden, "Không được phép", fault.Message),
        ContentTooLargeException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "Tệp quá lớn", "Hãy chia nhỏ tệp hoặc dùng lệnh khoyte import trên máy chủ."),
        // A form is read when its token is looked for: what is wrong with it is told, not that no token was found.
        AntiforgeryValidationException { InnerException: BadHttpRequestException broken } => Of(broken),
        AntiforgeryValidationException { InnerException: InvalidDataException } => Of(new ContentTooLargeException(0)),
        BadHttpRequestException bad => (bad.StatusCode, "Yêu cầu không đúng", UnreadRequests.Words(bad)),
        LeaseTakenException => (StatusCodes.Status409Conflict, "Tiến trình khác đang nạp", fault.Message),
        WarehouseLostException or WarehouseAwayException =>
            (StatusCodes.Status503ServiceUnavailable, "Kho dữ liệu tạm dừng", fault.Message),
        _ => (StatusCodes.Status500InternalServerError, "Hệ thống gặp sự cố",
            "Việc này chưa làm được. Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm mã vết."),
    };

    /// <summary>Answers a request with what it ran into, whatever form of answer its route is used to.</summary>
    public static Task Write(HttpContext http)
    {
        var (status, title, detail) = Of(http.Features.Get<IExceptionHandlerFeature>()?.Error);
        return TypedResults.Problem(detail, statusCode: status, title: title).ExecuteAsync(http);
    }

    public static void AddProblems(this IServiceCollection services) =>
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
    {
        Put(context);
        if (context.HttpContext.Request.Path.StartsWithSegments("/odata")) ForFeeds(context.ProblemDetails);
    });

    /// <summary>Programmes that read OData look for the words of an error where that standard has them too.</summary>
    public static void ForFeeds(ProblemDetails problem) => problem.Extensions["error"] =
        new { code = problem.Status?.ToString(CultureInfo.InvariantCulture) ?? "", message = problem.Detail ?? problem.Title };

    private static void Put(ProblemDetailsContext context)
    {
        context.ProblemDetails.Extensions["traceId"] = context.HttpContext.TraceIdentifier;
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is not { } fault)
        {
            // Statuses nobody gave words to: the framework's are English.
            if (context.ProblemDetails.Detail is null && Bare.TryGetValue(context.HttpContext.Response.StatusCode, out var words))
                (context.ProblemDetails.Title, context.ProblemDetails.Detail) = words;
            if (context.HttpContext.Response.StatusCode == StatusCodes.Status400BadRequest)
                context.ProblemDetails.Detail = UnreadRequests.Words(context.HttpContext) ?? context.ProblemDetails.Detail;
            return;
        }
        var (status, title, detail) = Of(fault);
        context.ProblemDetails.Status = context.HttpContext.Response.StatusCode = status;
        (context.ProblemDetails.Title, context.ProblemDetails.Detail) = (title, detail);
        context.ProblemDetails.Extensions.Remove("exception");
    }

    /// <summary>What a status of the API's description means.</summary>
    public static string Words(string status) => status.StartsWith('2') ? status == "202" ? "Đã nhận" : "Được"
        : int.TryParse(status, CultureInfo.InvariantCulture, out var number) && Bare.TryGetValue(number, out var words)
            ? words.Title : "Không làm được; nguyên nhân ở nội dung trả lời";

    private static readonly Dictionary<int, (string Title, string Detail)> Bare = new()
    {
        [400] = ("Yêu cầu không đúng", "Máy chủ không hiểu được yêu cầu này."),
        [401] = ("Chưa đăng nhập", "Hãy gửi kèm khoá hoặc thẻ còn hiệu lực, hoặc đăng nhập trên cổng."),
        [403] = ("Không được phép", "Tài khoản này không có quyền làm việc này."),
        [404] = ("Không tìm thấy", "Địa chỉ không có, hoặc nội dung không thuộc phạm vi được xem."),
        [405] = ("Không dùng được cách gọi này", "Địa chỉ này không nhận phương thức đã gọi."),
        [409] = ("Trái với điều đã có", "Nội dung này trái với điều máy chủ đã nhận."),
        [410] = ("Không còn nữa", "Nội dung này không còn; hãy đọc lại từ đầu."),
        [413] = ("Tệp quá lớn", "Hãy chia nhỏ tệp hoặc dùng lệnh khoyte import trên máy chủ."),
        [415] = ("Dạng nội dung không nhận", "Hãy xem dạng nội dung địa chỉ này nhận ở tài liệu API."),
        [422] = ("Yêu cầu không đúng", "Máy chủ hiểu yêu cầu nhưng không làm được với giá trị này."),
        [429] = ("Quá nhiều yêu cầu", "Hãy đợi rồi gọi lại."),
        [503] = ("Đang bận", "Hãy gọi lại sau ít giây."),
    };
}
