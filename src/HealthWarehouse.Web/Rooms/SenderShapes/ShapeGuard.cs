using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store.Archive;
using Microsoft.AspNetCore.Http.Features;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// Stands around every address of a shape: what goes wrong inside is said in the shape's own form, and nothing internal leaves.
/// </summary>
internal sealed class ShapeGuard(ILogger<ShapeGuard> log, TimeProvider clock) : IEndpointFilter
{
    /// <summary>Room for what a content is wrapped in.</summary>
    private const long Wrapping = 1 << 20;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var spoken = ShapeScheme.Of(http)!;
        if (!spoken.Shape.HoldsOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7)))) return spoken.Say("closed");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestBody(spoken);
        try
        {
            return await next(context);
        }
        catch (Exception e)
            when (e is ContentTooLargeException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return spoken.Say("too-large", spoken.LargestMiB);
        }
        catch (BadKeyException e)
        {
            return spoken.Say("bad-request", e.Message);
        }
        catch (Exception e) when (e is BadHttpRequestException or RefusedException or InvalidDataException)
        {
            return spoken.Say("bad-request", "không đọc được thân yêu cầu");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Yêu cầu kiểu {Shape} thất bại", spoken.Shape.Code);
            return spoken.Say("trouble");
        }
    }

    /// <summary>Base64 takes four bytes for three.</summary>
    public static long LargestBody(SpokenShape spoken) => spoken.Shape.MaxBytes / 3 * 4 + Wrapping;
}
