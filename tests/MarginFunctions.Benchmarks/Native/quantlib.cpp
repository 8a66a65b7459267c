// The same options by QuantLib's BlackCalculator, one at a time as it is made to be used. On a forward its theta is asked for at spot = forward and discount 1, where no rate is left in it.
// g++ -O3 -march=native -shared -fPIC quantlib.cpp -lQuantLib
#include <cstdint>
#include <cmath>
#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/version.hpp>

extern "C" const char* quantlib_version() { return QL_VERSION; }

extern "C" void quantlib(
    int64_t count, const double* forward, const double* strike, const double* volatility, const double* time, const uint8_t* isCall,
    double* value, double* delta, double* gamma, double* vega, double* theta)
{
    for (int64_t i = 0; i < count; i++)
    {
        const QuantLib::BlackCalculator calculator(
            isCall[i] ? QuantLib::Option::Call : QuantLib::Option::Put, strike[i], forward[i], volatility[i] * std::sqrt(time[i]));
        value[i] = calculator.value();
        delta[i] = calculator.deltaForward();
        gamma[i] = calculator.gammaForward();
        vega[i] = calculator.vega(time[i]);
        theta[i] = calculator.theta(forward[i], time[i]);
    }
}
