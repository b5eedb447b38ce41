using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>Tables beside the declared ones that a batch fills.</summary>
public static class BatchTables
{
    /// <summary>One row a delivery.</summary>
    public static readonly TableSpec Delivery = new("std.delivery",
    [
        new("delivery", ColumnType.Long), new("tracking_id", ColumnType.Uuid), new("sender_code", ColumnType.Text),
            new("contract", ColumnType.Text),
        new("content_hash", ColumnType.Text), new("received_at", ColumnType.Instant), new("facility_code", ColumnType.Text),
            new("made_on", ColumnType.Date),
        new("declared_count", ColumnType.Int), new("records", ColumnType.Int), new("refused", ColumnType.Int),
            new("loaded", ColumnType.Flag), new("catalogue", ColumnType.Text), new("complete", ColumnType.Flag),
        new("known_at", ColumnType.Instant), new("rules", ColumnType.Int),
    ]);

    /// <summary>One row a record of a delivery, kept or set aside.</summary>
    public static readonly TableSpec Record = new("std.record",
    [
        new("record_key", ColumnType.Long), new("delivery", ColumnType.Long), new("record", ColumnType.Int),
            new("subject_key", ColumnType.Long),
        new("facility_code", ColumnType.Text), new("episode_code", ColumnType.Text), new("version", ColumnType.Text),
            new("part", ColumnType.Text),
        new("byte_offset", ColumnType.Long), new("kept", ColumnType.Flag), new("has_main", ColumnType.Flag),
            new("event_on", ColumnType.Date),
        new("made_at", ColumnType.Instant), new("valid_from", ColumnType.Date), new("valid_to", ColumnType.Date),
    ]);

    /// <summary>
    /// One row a finding; the same rule on the same field of the same table of a record is one finding with the number of rows in
    /// <c>times</c>.
    /// </summary>
    public static readonly TableSpec Finding = new("std.finding",
    [
        new("delivery", ColumnType.Long), new("record_key", ColumnType.Long), new("table_name", ColumnType.Text),
            new("row_no", ColumnType.Int),
        new("field", ColumnType.Text), new("rule", ColumnType.Text), new("severity", ColumnType.Int), new("times", ColumnType.Int),
        new("value", ColumnType.Text), new("message", ColumnType.Text),
    ]);

    /// <summary>
    /// One sealed piece of a row: the fields of one compartment together; the key it is under, by name and number, and the restricted
    /// compartments its record is in.
    /// </summary>
    public static readonly TableSpec Sealed = new("vault.sealed",
    [
        new("record_key", ColumnType.Long), new("table_name", ColumnType.Text), new("row_no", ColumnType.Int),
            new("compartment", ColumnType.Text), new("piece", ColumnType.Bytes),
        new("key_use", ColumnType.Text), new("key_no", ColumnType.Int), new("restricted", ColumnType.Text),
    ]);

    /// <summary>Keyed tokens of a record, one a matching rule that applies.</summary>
    public static readonly TableSpec Token = new("vault.record_token",
    [
        new("record_key", ColumnType.Long), new("rule", ColumnType.Text), new("token", ColumnType.Uuid),
    ]);

    /// <summary>The keyed token of the name on a record.</summary>
    public static readonly TableSpec Name = new("vault.record_name", [new("record_key", ColumnType.Long), new("name", ColumnType.Uuid)]);

    /// <summary>Records that could be used but are no version of their episode, and why.</summary>
    public static readonly TableSpec Overruled =
        new("std.overruled", [new("record_key", ColumnType.Long), new("why", ColumnType.Text), new("by_record", ColumnType.Long)]);

    /// <summary>Cancel, restore and the choice of a version, as they were asked for; <c>version</c>: the record chosen.</summary>
    public static readonly TableSpec Action = new("std.episode_action",
    [
        new("record_key", ColumnType.Long), new("delivery", ColumnType.Long), new("subject_key", ColumnType.Long),
            new("facility_code", ColumnType.Text),
        new("episode_code", ColumnType.Text), new("action", ColumnType.Text), new("applied", ColumnType.Flag),
        new("version", ColumnType.Long),
    ]);

    /// <summary>Deliveries taken back or given back as a whole; <c>target</c>: the tracking id of one.</summary>
    public static readonly TableSpec DeliveryAction = new("std.delivery_action",
    [
        new("record_key", ColumnType.Long), new("delivery", ColumnType.Long), new("target", ColumnType.Uuid),
        new("action", ColumnType.Text),
    ]);

    public static readonly IReadOnlyList<TableSpec> All = [Record, Finding, Sealed, Token, Action, DeliveryAction, Name];

    /// <summary>Those the steps after landing look at batch by batch.</summary>
    public static readonly IReadOnlyList<TableSpec> Viewed = [Record, Token, Action, DeliveryAction];
}
