using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// A shape with the body it puts its answers in; metadata of every address of the shape, so that refusals before the address is reached
/// speak it too.
/// </summary>
internal sealed record SpokenShape(SenderShape Shape, Func<ShapeAnswer, string, object> Body)
{
    /// <summary>Names go out as each shape writes them, Vietnamese as it is.</summary>
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A declared answer in the shape's own form.</summary>
    public IResult Say(string name, string? detail = null)
    {
        var answer = Shape.Answer(name);
        return Say(answer, Body(answer, answer.Saying(detail)));
    }

    /// <summary>A body made for the occasion.</summary>
    public static IResult Say(ShapeAnswer answer, object body) => TypedResults.Json(body, Json, statusCode: answer.Http);

    /// <summary>The largest content in words of an answer.</summary>
    public string LargestMiB => (Shape.MaxBytes >> 20).ToString(CultureInfo.InvariantCulture);
}
