using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Collect.Claims;

/// <summary>Compares element names of the envelope with the declared ones without making strings.</summary>
internal sealed class EnvelopeNames(Envelope names)
{
    private readonly Dictionary<string, byte[]> _bytes =
        new[] { names.Root, names.Facility, names.Made, names.Count, names.List, names.Record, names.File, names.Kind, names.Content,
            names.Unit, names.Request, names.Bare.Root, names.Bare.List, names.Bare.Row }
            .Distinct().ToDictionary(n => n, Encoding.UTF8.GetBytes);

    public bool Is(ReadOnlySpan<byte> name, string declared) => name.SequenceEqual(_bytes[declared]);
}
