namespace HealthWarehouse.Demo.Messages;

/// <summary>How the software of a sender writes (Profiles/senders.yaml): all ways a reader must understand.</summary>
internal sealed record Style(Packing Packing, bool LineBreaks = false, bool Bom = false, bool Indent = false,
    EmptyElement Empty = EmptyElement.Closed, int DateDigits = 8, bool Shuffle = false);

/// <summary>How a table stands in NOIDUNGFILE.</summary>
internal enum Packing { Base64, Nested, Cdata, Escaped }

internal enum EmptyElement { Closed, Pair, LeftOut }

/// <summary>How a file of many records is packed.</summary>
internal enum Wrapping { None, Gzip, Zip }
