using System.Net;
using HealthWarehouse.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// Whoever tries keys one after the other fills neither the audit nor the memory: the first of a minute is a row, the others are told in
/// sum.
/// </summary>
public sealed class RefusedKeysSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_wrong_keys_are_two_rows_that_say_a_hundred()
    {
        var clock = new MovingClock();
        await using var portal = await TestPortal.At(clock);
        using var guesser = portal.Anonymous();
        for (var i = 0; i < 100; i++)
        {
            guesser.DefaultRequestHeaders.Authorization = new("Bearer", $"khoa-doan-{i}");
            (await guesser.GetAsync("/api/v1/measures", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        (await Rows(portal)).ShouldBe(["-"]);
        clock.Move(TimeSpan.FromMinutes(1));
        await portal.Service<RefusedKeys>().Flush(Stop);
        (await Rows(portal)).ShouldBe(["-", "99 lần nữa trong một phút"]);
    }

    [Fact]
    public async Task What_was_counted_is_told_when_the_server_stops_and_many_addresses_are_counted_together()
    {
        await using var portal = await TestPortal.At(new MovingClock());
        var keys = portal.Service<RefusedKeys>();
        for (var i = 0; i < 1500; i++) await keys.Note($"10.{i / 250}.{i % 250}.1", "?", "GET /x", Stop);
        (await Rows(portal)).Count.ShouldBe(21);
        await keys.StopAsync(Stop);
        (await portal.House.Operations.QueryText<string>("select detail from audit where action = 'key-refused' and source = '*' " +
            "and detail is not null", null, Stop)).ShouldBe(["1479 lần nữa trong một phút"]);
    }

    [Fact]
    public async Task A_network_of_64_bits_is_one_address()
    {
        await using var portal = await TestPortal.At(new MovingClock());
        var keys = portal.Service<RefusedKeys>();
        for (var i = 1; i <= 100; i++) await keys.Note($"2001:db8:1:2:{i:x}::{i:x}", "?", "GET /x", Stop);
        await keys.Note("2001:db8:1:3::1", "?", "GET /x", Stop);
        await keys.StopAsync(Stop);
        (await portal.House.Operations.QueryText<string>(
            "select source || ' ' || coalesce(detail, '-') from audit where action = 'key-refused' order by seq", null, Stop))
            .ShouldBe(["2001:db8:1:2::/64 -", "2001:db8:1:3::/64 -", "2001:db8:1:2::/64 99 lần nữa trong một phút"]);
    }

    private static Task<IReadOnlyList<string>> Rows(TestPortal portal) =>
        portal.House.Operations.QueryText<string>("select coalesce(detail, '-') from audit where action = 'key-refused' order by seq",
        null, Stop);
}
