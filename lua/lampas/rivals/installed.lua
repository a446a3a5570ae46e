--- Where `make rivals` puts what no system package brings, outside the source tree: a Python environment with libraries, and Java archives.
--
-- The folder is LAMPAS_RIVALS, or lampas/rivals in the user's own data ($XDG_DATA_HOME, ~/.local/share).

local function folder()
   local own = os.getenv 'XDG_DATA_HOME' or (os.getenv 'HOME' or '') .. '/.local/share'
   return os.getenv 'LAMPAS_RIVALS' or own .. '/lampas/rivals'
end

--- The path of a file there.
-- @return the path; nil where it is not installed
return function(name)
   local path = folder() .. '/' .. name
   local file = io.open(path, 'rb')
   if file then
      file:close()
   end
   return file and path or nil
end
