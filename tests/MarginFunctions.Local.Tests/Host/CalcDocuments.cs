namespace MarginFunctions.Local.Tests.Host;

/// <summary>Documents for <c>calc</c> whose answers are known.</summary>
internal static class CalcDocuments
{
    /// <summary>One tier of half a percent, and the tiers of the published example; initial margin is twice maintenance.</summary>
    private const string Parameters = """
        "parameters": {
          "version": "known", "accountCurrency": "USDT", "shardCount": 1, "maximumPriceAge": "00:01:00",
          "levels": { "warning": 1.5, "call": 1.2, "liquidation": 1, "hysteresis": 0.05, "callDeadline": "01:00:00" },
          "tierTables": {
            "flat": [ { "floor": 0, "initial": 0.01, "maintenance": 0.005 } ],
            "btc": [
              { "floor": 0, "initial": 0.008, "maintenance": 0.004 }, { "floor": 50000, "initial": 0.01, "maintenance": 0.005 },
              { "floor": 250000, "initial": 0.02, "maintenance": 0.01 }, { "floor": 1000000, "initial": 0.05, "maintenance": 0.025 },
              { "floor": 5000000, "initial": 0.1, "maintenance": 0.05 } ],
            "eth": [
              { "floor": 0, "initial": 0.01, "maintenance": 0.005 }, { "floor": 10000, "initial": 0.013, "maintenance": 0.0065 },
              { "floor": 100000, "initial": 0.02, "maintenance": 0.01 }, { "floor": 500000, "initial": 0.04, "maintenance": 0.02 },
              { "floor": 1000000, "initial": 0.1, "maintenance": 0.05 }, { "floor": 2000000, "initial": 0.2, "maintenance": 0.1 } ]
          },
          "instruments": [
            { "symbol": "BTC-PERP", "kind": "perpetual", "settlement": "linear", "underlying": "BTC-USD", "settlementAsset": "USDT", "contractSize": 1, "volatility": 0.6, "tierTable": "btc" },
            { "symbol": "ETH-PERP", "kind": "perpetual", "settlement": "linear", "underlying": "ETH-USD", "settlementAsset": "USDT", "contractSize": 1, "volatility": 0.8, "tierTable": "eth" },
            { "symbol": "FLAT-PERP", "kind": "perpetual", "settlement": "linear", "underlying": "BTC-USD", "settlementAsset": "USDT", "contractSize": 1, "volatility": 0.6, "tierTable": "flat" },
            { "symbol": "BTC-INV", "kind": "perpetual", "settlement": "inverse", "underlying": "BTC-USD", "settlementAsset": "BTC", "contractSize": 100, "volatility": 0.6, "tierTable": "flat" } ],
          "collateral": [ { "asset": "USDT", "haircuts": [ { "floor": 0, "haircut": 0 } ] }, { "asset": "BTC", "price": "BTC-USD", "haircuts": [ { "floor": 0, "haircut": 0 } ] } ],
          "stress": []
        }
        """;

    /// <summary>Binance Support, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts": two cross positions.</summary>
    public const string PublishedCross = $$"""
        { {{Parameters}},
          "marks": { "ETH-PERP": "1335.18", "BTC-PERP": "31967.27" },
          "accounts": [ {
            "accountId": "binance",
            "positions": [ { "instrument": "ETH-PERP", "quantity": "3683.979", "entryPrice": "1456.84" }, { "instrument": "BTC-PERP", "quantity": "109.488", "entryPrice": "32481.98" } ],
            "collateral": [ { "asset": "USDT", "quantity": "1535443.01" } ] } ] }
        """;

    /// <summary>Long 1 from 50,000 with 1,000 set aside; the account's own money does not help.</summary>
    public const string Isolated = $$"""
        { {{Parameters}},
          "marks": { "FLAT-PERP": 50000 },
          "accounts": [ {
            "accountId": "isolated",
            "positions": [ { "instrument": "FLAT-PERP", "quantity": 1, "entryPrice": 50000, "marginMode": "isolated", "isolatedMargin": 1000 } ],
            "collateral": [ { "asset": "USDT", "quantity": 7 } ] } ] }
        """;

    /// <summary>Long 100 contracts of 100 USD from 50,000 with 0.02 BTC.</summary>
    public const string Inverse = $$"""
        { {{Parameters}},
          "marks": { "BTC-INV": 50000, "BTC-USD": 50000 },
          "accounts": [ {
            "accountId": "inverse",
            "positions": [ { "instrument": "BTC-INV", "quantity": 100, "entryPrice": 50000 } ],
            "collateral": [ { "asset": "BTC", "quantity": "0.02" } ] } ] }
        """;

    /// <summary>Two accounts, of which the first needs a mark that is not there.</summary>
    public const string WithoutMark = $$"""
        { {{Parameters}},
          "marks": { "BTC-PERP": 50000 },
          "accounts": [
            { "accountId": "unpriced", "positions": [ { "instrument": "ETH-PERP", "quantity": 1, "entryPrice": 3000 } ] },
            { "accountId": "priced", "positions": [ { "instrument": "BTC-PERP", "quantity": 1, "entryPrice": 50000 } ], "collateral": [ { "asset": "USDT", "quantity": 100 } ] } ] }
        """;

    /// <summary>A future hedges half of two short calls, with a put far below; by scenarios, 20,000 USDT behind them.</summary>
    public const string Portfolio = """
        {
          "parameters": {
            "version": "portfolio-test-1", "accountCurrency": "USDT", "shardCount": 1, "maximumPriceAge": "00:01:00",
            "levels": { "warning": "1.5", "call": "1.2", "liquidation": "1.0", "hysteresis": "0.05", "callDeadline": "01:00:00" },
            "tierTables": { "btc": [ { "floor": "0", "initial": "0.01", "maintenance": "0.005" } ] },
            "instruments": [
              { "symbol": "BTC-25DEC26", "kind": "future", "settlement": "linear", "underlying": "BTC-USD", "settlementAsset": "USDT", "contractSize": "1", "volatility": "0.6", "expiry": "2026-12-25T08:00:00Z", "tierTable": "btc" }
            ],
            "optionSeries": [
              { "series": "BTC-25DEC26", "settlement": "linear", "underlying": "BTC-USD", "settlementAsset": "USDT", "contractSize": "1", "expiry": "2026-12-25T08:00:00Z", "strikes": [ "50000", "60000" ],
                "forward": "BTC-25DEC26", "volatility": "BTC-25DEC26-IV" }
            ],
            "collateral": [ { "asset": "USDT", "haircuts": [ { "floor": "0", "haircut": "0" } ] } ],
            "portfolioMargin": { "preset": "deribit-cross-like" }
          },
          "at": "2026-11-25T08:00:00Z",
          "marks": { "BTC-25DEC26": "60000", "BTC-25DEC26-IV": "0.6" },
          "accounts": [
            {
              "accountId": "A-1", "accountMode": "portfolio",
              "positions": [
                { "instrument": "BTC-25DEC26-60000-C", "quantity": "-2", "entryPrice": "4000" },
                { "instrument": "BTC-25DEC26-50000-P", "quantity": "1", "entryPrice": "900" },
                { "instrument": "BTC-25DEC26", "quantity": "1", "entryPrice": "60000" }
              ],
              "collateral": [ { "asset": "USDT", "quantity": "20000" } ]
            }
          ]
        }
        """;
}
