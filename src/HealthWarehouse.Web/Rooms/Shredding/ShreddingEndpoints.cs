using HealthWarehouse.Concepts;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Shredding;

/// <summary>Asking for, deciding and holding back the shredding of a person; a fault comes back to the page in words.</summary>
internal static class ShreddingEndpoints
{
    private const string Page = "/bao-mat/huy-khoa";

    public static void MapShredding(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{Page}/yeu-cau",
            ([FromForm] string record, [FromForm] string? request, [FromForm] string? reason, HttpContext http, House house,
            CancellationToken stop) =>
            Try(() => house.Shredding.Ask(Key(record) ?? throw new FieldException("record", "Hãy ghi mã hồ sơ."), request ?? "",
                reason ?? "",
                http.User.Viewer()!, stop))).ExcludeFromDescription();
        app.MapPost($"{Page}/duyet",
            ([FromForm] string id, [FromForm] string? approve, [FromForm] string? why, HttpContext http, House house,
            CancellationToken stop) =>
            Try(() => house.Shredding.Decide(id, approve == "true", why, http.User.Viewer()!, stop))).ExcludeFromDescription();
        app.MapPost($"{Page}/giu",
            ([FromForm] string? record, [FromForm] string? facility, [FromForm] string? from, [FromForm] string? to,
            [FromForm] string? reason, [FromForm] string? act, [FromForm] string? until, HttpContext http, House house,
            CancellationToken stop) =>
            Try(async () =>
            {
                var id = await house.Shredding.Hold(Key(record), facility, TypedDay.Of(from), TypedDay.Of(to), reason ?? "", act ?? "",
                    TypedDay.Of(until),
                    http.User.Viewer()!, stop);
                http.MayUndo(later => house.Shredding.Lift(id, "Hoàn tác ngay sau khi ghi", later.User.Viewer()!, later.RequestAborted));
            })).ExcludeFromDescription();
        app.MapPost($"{Page}/thoi-giu",
            ([FromForm] string id, [FromForm] string? why, HttpContext http, House house, CancellationToken stop) =>
            Try(() => house.Shredding.Lift(id, why ?? "", http.User.Viewer()!, stop))).ExcludeFromDescription();
    }

    private static async Task<IResult> Try(Func<Task> work)
    {
        try
        {
            await work();
            return Results.LocalRedirect(Page);
        }
        catch (RefusedException e)
        {
            return Refusal.Back(Page, e);
        }
    }

    private static long? Key(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key : throw new FieldException("record", "Mã hồ sơ là một số.");
}
