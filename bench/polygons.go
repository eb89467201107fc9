package bench

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	_ "modernc.org/sqlite" // writes the file
)

// polygonsSchema is a GeoPackage of one table, as small as the standard allows.
const polygonsSchema = `pragma application_id = 1196444487; pragma user_version = 10300; pragma journal_mode = off; pragma synchronous = off;
create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null, organization_coordsys_id integer not null, definition text not null, description text);
create table gpkg_contents (table_name text primary key, data_type text not null, identifier text unique, description text default '', last_change datetime default '2026-11-01T00:00:00Z',
	min_x double, min_y double, max_x double, max_y double, srs_id integer);
create table gpkg_geometry_columns (table_name text not null, column_name text not null, geometry_type_name text not null, srs_id integer not null, z tinyint not null, m tinyint not null, primary key (table_name, column_name));
insert into gpkg_spatial_ref_sys values ('ETRS89 / TM35FIN(E,N)', 3067, 'EPSG', 3067, 'PROJCS["ETRS89 / TM35FIN(E,N)",GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4258"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",27],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","3067"]]', ''),
	('undefined', -1, 'NONE', -1, 'undefined', ''), ('undefined', 0, 'NONE', 0, 'undefined', '');
create table polygons (fid integer primary key autoincrement, geom polygon, tunnus text, luokka text, ala double, vuosi integer);
insert into gpkg_contents (table_name, data_type, identifier, srs_id) values ('polygons', 'features', 'polygons', 3067);
insert into gpkg_geometry_columns values ('polygons', 'geom', 'POLYGON', 3067, 0, 0);`

// writePolygons makes a GeoPackage of that many round polygons of 6 to 10 corners, row by row from the south-west, with
// four attributes each.
func writePolygons(ctx context.Context, name string, count int) (err error) {
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, polygonsSchema); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	insert, err := tx.PrepareContext(ctx, `insert into polygons (geom, tunnus, luokka, ala, vuosi) values (?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // shapes, not secrets
	var blob []byte
	for i := range count {
		blob = appendPolygon(blob[:0], random, 300_000+300*float64(i%1000), 6_700_000+300*float64(i/1000))
		if _, err := insert.ExecContext(ctx, blob, fmt.Sprintf("P-%07d", i), "ABCDE"[i%5:i%5+1], math.Round(1e5*random.Float64())/10, 1950+i%77); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// appendPolygon writes a polygon round a centre as a GeoPackage does: its own head, then WKB.
func appendPolygon(b []byte, random *rand.Rand, x, y float64) []byte {
	corners := 6 + random.IntN(5)
	b = append(b, 'G', 'P', 0, 1) // little-endian, no envelope
	b = binary.LittleEndian.AppendUint32(b, 3067)
	b = append(b, 1)
	for _, word := range []int{3, 1, corners + 1} { // a polygon of one ring
		b = binary.LittleEndian.AppendUint32(b, uint32(word)) //nolint:gosec // small
	}
	first := len(b)
	for i := range corners {
		angle, radius := 2*math.Pi*float64(i)/float64(corners), 60+80*random.Float64()
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x+radius*math.Cos(angle)))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(y+radius*math.Sin(angle)))
	}
	return append(b, b[first:first+16]...)
}
