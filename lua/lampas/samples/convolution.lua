--- Samples of convolutions (lampas.samples).

-- 2 operations for each output, input plane and weight of a window.
local function multiplyAdds(module, _, output)
   return 2 * output:nElement() * module.nInputPlane * module.kW * module.kH
end

return {
   {
      class = 'SpatialConvolution', arguments = { 64, 64, 3, 3, 1, 1, 1, 1 }, input = { 8, 64, 56, 56 }, flops = multiplyAdds,
      small = { arguments = { 2, 3, 3, 2, 1, 2, 1, 0 }, input = { 2, 2, 5, 6 } },
   },
}
